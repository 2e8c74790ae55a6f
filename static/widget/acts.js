import { h, icon } from "./dom.js"
import { sheet } from "./styles.js"

const QUICK = ["👍", "❤️", "😊", "🙏", "✅", "👀"]
const REPLY = "M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5"
const FAR = 56
const LONG = 450

const css = `
.log { container-type: inline-size; }
.message { position: relative; touch-action: pan-y; -webkit-touch-callout: none; &:focus-visible { outline-offset: 4px; border-radius: 10px; } }
.bar { --bar: 66px; position: absolute; z-index: 2; inset-block-end: 0; inset-inline: min(100% + 4px, 100cqi - var(--bar)) auto; display: flex; padding: 2px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--paper-raised); box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 6px 20px -4px rgb(0 0 0 / 16%); > .button { --button-size: 28px; font-size: 16px; &[aria-pressed="true"] { --button-paper: var(--accent-wash-strong); } } }
.bar--signs { --bar: 174px; }
.message--ours .bar { inset-inline: auto min(100% + 4px, 100cqi - var(--bar)); }
@media (pointer: coarse) { .widget .bar > .button { --button-size: 40px; } .bar { --bar: 86px; } .bar--signs { --bar: 246px; } }
@media (prefers-reduced-motion: no-preference) { .message--back { transition: translate 120ms ease-out; } }
`

// What one can do with a message: quote it, answer it with a sign. By hover, by arrows, by a swipe or a long press.
export class Acts {
  #target = null
  #swipe = null

  constructor(log, near) {
    Object.assign(this, { log, t: log.t })
    const { element } = log
    const root = element.getRootNode()
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(css)]
    element.setAttribute("aria-description", this.t("Arrows go from message to message, R quotes, E reacts."))
    element.addEventListener("pointerover", each => each.pointerType === "mouse" && this.#come(each.target))
    element.addEventListener("pointerleave", each => each.pointerType === "mouse" && !this.bar?.contains(root.activeElement) && this.#leave())
    element.addEventListener("focusin", each => this.#come(each.target))
    element.addEventListener("keydown", each => this.#key(each))
    element.addEventListener("pointerdown", each => this.#down(each))
    element.addEventListener("pointermove", each => this.#move(each))
    for (const kind of ["pointerup", "pointercancel"]) element.addEventListener(kind, each => this.#up(each))
    if (near) this.#come(near)
  }

  #messageOf(article) {
    const message = article && this.log.find(article.dataset.key)
    return message && !message.redacted ? message : null
  }

  // An earlier conversation is over: what is written now belongs to another.
  #quotable({ dataset }) {
    return this.log.home(dataset.key) === this.log.client.thread
  }

  #come(at) {
    const article = at.closest?.("article")
    if (article === this.#target || this.bar?.contains(at)) return
    this.#leave()
    if (this.#messageOf(article)) this.#show(article)
  }

  #leave() {
    this.bar?.remove()
    this.bar = this.#target = null
  }

  #show(article) {
    const button = this.log.composer.button.bind(this.log.composer)
    this.#target = article
    this.bar = h("div", { "class": "bar", "role": "group", "aria-label": this.t("With this message") },
      this.#quotable(article) && button(REPLY, this.t("Quote"), () => this.#quote(), { "aria-keyshortcuts": "R" }),
      button("face", this.t("React"), () => this.#signs(), { "aria-keyshortcuts": "E" }))
    article.append(this.bar)
  }

  #quote() {
    const message = this.#messageOf(this.#target)
    this.#leave()
    if (message) this.#answer(message)
  }

  async #answer(message) {
    await this.log.enrich()
    this.log.view.extras.answer(message)
  }

  #signs() {
    const message = this.#messageOf(this.#target)
    const mine = emoji => message.reactions?.some(one => one.emoji === emoji && one.mine) || false
    const sign = emoji => h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-pressed": String(mine(emoji)), "onclick": () => this.#react(message, emoji, !mine(emoji)) }, emoji)
    this.bar.classList.add("bar--signs")
    this.bar.replaceChildren(...QUICK.map(sign))
    this.bar.firstChild.focus()
  }

  #react(message, emoji, on) {
    const article = this.#target
    this.#leave()
    article.focus({ preventScroll: true })
    this.log.enrich().then(() => this.log.view.extras.react(message, emoji, on))
  }

  #key(event) {
    const { key } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (this.bar?.contains(event.target)) this.#inBar(event)
    else if (key === "ArrowUp" || key === "ArrowDown") this.#step(event, key === "ArrowUp" ? -1 : 1)
    else if (this.#target && event.target === this.#target) this.#onMessage(event)
  }

  #inBar(event) {
    const buttons = [...this.bar.children]
    const at = buttons.indexOf(event.target)
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1 }[event.key]
    if (next !== undefined) buttons.at(next % buttons.length).focus()
    if (event.key === "Escape") this.#target.focus({ preventScroll: true })
    if (next === undefined && event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
  }

  #onMessage(event) {
    const key = event.code === "KeyR" ? "r" : event.code === "KeyE" ? "e" : event.key
    if (!["r", "e", "Escape"].includes(key)) return
    event.preventDefault()
    event.stopPropagation()
    if (key === "r" && this.#quotable(this.#target)) this.#quote()
    if (key === "e") this.#signs()
    if (key === "Escape") this.log.composer.text.focus()
  }

  #step(event, by) {
    const all = [...this.log.list.querySelectorAll("article")]
    const at = all.indexOf(event.target.closest("article"))
    const next = at < 0 ? all.at(-1) : all[at + by]
    event.preventDefault()
    next?.focus()
    next?.scrollIntoView({ block: "nearest" })
  }

  #down(event) {
    const article = event.target.closest("article")
    if (event.pointerType === "mouse" || this.bar?.contains(event.target) || !this.#messageOf(article)) return
    this.#leave()
    const timer = setTimeout(() => { this.#swipe = null; this.#show(article) }, LONG)
    this.#swipe = { article, timer, x: event.clientX, y: event.clientY, by: 0 }
  }

  // A finger that goes towards the end of the line pulls the message along; up and down belong to scrolling.
  #move({ clientX, clientY }) {
    const swipe = this.#swipe
    if (!swipe) return
    const by = (clientX - swipe.x)
    if (Math.hypot(by, clientY - swipe.y) > 8) clearTimeout(swipe.timer)
    swipe.by = Math.max(0, Math.min(by, FAR + 16))
    swipe.article.style.translate = `${swipe.by}px`
  }

  #up({ type }) {
    const swipe = this.#swipe
    if (!swipe) return
    clearTimeout(swipe.timer)
    this.#swipe = null
    swipe.article.classList.add("message--back")
    swipe.article.style.translate = ""
    if (type === "pointerup" && swipe.by >= FAR && this.#quotable(swipe.article)) this.#answer(this.#messageOf(swipe.article))
  }
}
