import htmx from "htmx"
import { hear, tell } from "lib/bus"
import { pickEmoji } from "lib/emoji"
import { textOf } from "lib/pages"
import { react } from "lib/reacting"
import { rove, step } from "lib/roving"
import { me, say } from "lib/words"

const LEAVES_AFTER = 250
const GAP = 4
const KEYS = { F2: "edit", Delete: "redact" }

// <message-menu>: what can be done to the message under the mouse or in focus. There is one for the whole conversation, and it
// stands beside the log: what is read out there is what people wrote.
class MessageMenu extends HTMLElement {
  #line = null
  #off
  #unhear
  #leaving

  connectedCallback() {
    this.#off = new AbortController()
    const on = (place, name, act) => place.addEventListener(name, act, { signal: this.#off.signal })
    on(this.#scroller, "pointerover", (event) => event.pointerType === "mouse" && this.#point(event.target))
    on(this.#scroller, "pointerleave", () => this.#leave())
    on(this.#scroller, "focusin", ({ target }) => this.#point(target))
    on(this.#scroller, "focusout", () => this.#leave())
    on(this.#scroller, "scroll", () => this.#scrolled())
    on(this.#scroller, "keydown", (event) => this.#walk(event))
    on(this.#scroller, "click", ({ target }) => target.closest("[data-history]") && this.#act("history", lineOf(target)))
    on(this, "wheel", ({ deltaY }) => (this.#scroller.scrollTop += deltaY))
    on(this, "pointerenter", () => clearTimeout(this.#leaving))
    on(this, "pointerleave", () => this.#leave())
    on(this, "focusout", () => this.#leave())
    on(this, "keydown", (event) => rove(event, shown(this), () => this.#return()))
    on(this.#more, "keydown", (event) => rove(event, shown(this.#more), () => this.#return()))
    on(this.#more, "toggle", ({ newState }) => newState === "closed" && this.#closed())
    for (const button of [...this.querySelectorAll("[data-act]"), ...this.#more.querySelectorAll("[data-act]")])
      on(button, "click", () => this.#act(button.dataset.act, this.#line, button))
    this.#unhear = hear(this, { "line-changed": this.#changed })
  }

  disconnectedCallback() {
    this.#off.abort()
    this.#unhear()
    clearTimeout(this.#leaving)
  }

  get #scroller() {
    return document.getElementById("conversation")
  }

  get #log() {
    return this.#scroller.querySelector("message-log")
  }

  get #more() {
    return document.getElementById("message-more")
  }

  // Laid out all the time and only not seen, so that showing it costs no more than its picture.
  get #away() {
    return this.hasAttribute("away")
  }

  set #away(away) {
    this.toggleAttribute("away", away)
  }

  #point(target) {
    const line = lineOf(target)
    if (!line || !line.matches(".message[data-seq]")) return
    clearTimeout(this.#leaving)
    if (line === this.#line || this.#more.matches(":popover-open")) return
    this.#line = line
    this.#fit()
    this.#away = false
    this.#place()
  }

  // Which of the acts this message allows; the server has the last word.
  #fit() {
    const { authorId, authorKind, at, redacted, edited, struck } = this.#line.dataset
    const gone = redacted !== undefined
    const own = authorKind === "agent" && authorId === me
    const inTime = Date.now() - new Date(at) < Number(this.#log.getAttribute("mend")) * 1000
    const allowed = {
      react: !gone,
      quote: !gone,
      copy: !gone,
      link: true,
      split: !gone,
      edit: !gone && own && inTime,
      redact: !gone && ((own && inTime) || this.#log.hasAttribute("supervises")),
      history: gone || edited !== undefined || struck !== undefined,
      blackout: this.#log.hasAttribute("redacts"),
      more: true,
    }
    for (const button of [...this.querySelectorAll("[data-act]"), ...this.#more.querySelectorAll("[data-act]")])
      button.hidden = !allowed[button.dataset.act]
  }

  #place() {
    const pane = this.offsetParent.getBoundingClientRect()
    const view = this.#scroller.getBoundingClientRect()
    const said = (this.#line.querySelector(".message__bubble, .attachment, .voice") ?? this.#line).getBoundingClientRect()
    const { width, height } = this.getBoundingClientRect()
    const left = Math.min(Math.max(said.right - width + 8, view.left + GAP), view.right - width - GAP)
    const top = Math.max(said.top - height + 10, view.top + GAP)
    this.style.translate = `${left - pane.left}px ${top - pane.top}px`
  }

  // Another element says it now; whoever is about to do something to it still does.
  #changed({ id }) {
    if (this.#line?.id !== id) return
    this.#line = document.getElementById(id)
    if (!this.matches(":hover, :focus-within") && !this.#more.matches(":popover-open")) this.#hide()
  }

  #scrolled() {
    if (!this.#line || this.#away || this.matches(":active")) return
    if (this.#line.contains(document.activeElement) || this.#line.matches(":hover")) this.#place()
    else this.#hide()
  }

  #leave() {
    clearTimeout(this.#leaving)
    this.#leaving = setTimeout(() => {
      const held = this.contains(document.activeElement) || this.matches(":hover") || this.#more.matches(":popover-open")
      if (!held && !this.#line?.contains(document.activeElement) && !this.#line?.matches(":hover")) this.#hide()
    }, LEAVES_AFTER)
  }

  // htmx would carry its place over to the next ticket's menu as a style attribute, which the policy forbids. Asked for first:
  // Chromium leaves an empty one of what it has not written out yet.
  #closed() {
    if (this.#more.hasAttribute("style")) this.#more.removeAttribute("style")
    this.#leave()
  }

  #hide() {
    this.#away = true
    this.#line = null
    if (this.#more.matches(":popover-open")) this.#more.hidePopover()
  }

  // From message to message by the arrows; Enter goes to what can be done, Escape back.
  #walk(event) {
    const line = event.target.matches(".message[data-seq]") ? event.target : null
    if (event.target !== this.#scroller && !line) return
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (by) step(event, this.#scroller, [...this.#log.querySelectorAll(".message[data-seq]")], by)
    else if (line && (event.key === "Enter" || event.key === "ArrowRight")) {
      event.preventDefault()
      shown(this)[0].focus()
    } else if (line && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      event.preventDefault()
      this.#open()
    } else if (line && event.key in KEYS) this.#press(event, KEYS[event.key])
    else if (line && event.key === "Escape") this.#scroller.focus()
  }

  #press(event, act) {
    const button = this.querySelector(`[data-act="${act}"]`)
    if (button.hidden) return
    event.preventDefault()
    button.click()
  }

  // Out of the menu and the bar, back to the message.
  #return() {
    const line = this.#line
    if (this.#more.matches(":popover-open")) this.#more.hidePopover()
    line?.focus()
  }

  async #act(act, line, button) {
    if (!line) return
    const messages = this.#log.getAttribute("messages")
    const address = `${messages}${line.id.replace("message-", "")}/`
    if (act === "more") return this.#open()
    if (this.#more.matches(":popover-open")) this.#more.hidePopover()
    if (act === "react") return this.#react(line, button)
    if (act === "quote") this.#quote(line)
    if (act === "copy") this.#copy(textOf(line), "copied_text")
    if (act === "link") this.#copy(`${location.origin}${messages.replace("messages/", "")}#${line.id}`, "copied_link")
    if (act === "edit") this.#dialog(`${address}revisions/new/`)
    if (act === "history") this.#dialog(`${address}revisions/`)
    if (act === "redact") this.#dialog(`${address}redaction/`)
    if (act === "blackout") this.#blackOut(`${address}blackout/`, line)
    if (act === "split") this.#dialog(`${messages.replace("messages/", "split/")}?from=${line.id.replace("message-", "")}`)
    if (["copy", "link"].includes(act)) line.focus({ preventScroll: true })
  }

  #open() {
    const from = this.querySelector('[data-act="more"]').getBoundingClientRect()
    this.#more.showPopover()
    const { width, height } = this.#more.getBoundingClientRect()
    this.#more.style.left = `${Math.max(GAP, Math.min(from.right - width, innerWidth - width - GAP))}px`
    this.#more.style.top = `${from.bottom + height + GAP < innerHeight ? from.bottom + GAP : Math.max(GAP, from.top - height - GAP)}px`
    shown(this.#more)[0].focus()
  }

  async #react(line, button) {
    const emoji = button.dataset.emoji ?? (await pickEmoji(button))
    if (emoji) await react(line, emoji)
    document.getElementById(line.id)?.focus({ preventScroll: true })
  }

  #quote(line) {
    const author = line.querySelector(".message__meta > b")?.textContent.trim() ?? ""
    const detail = { client_id: line.id.replace("message-", ""), author, text: textOf(line), visibility: line.dataset.visibility }
    document.dispatchEvent(new CustomEvent("quote-message", { detail }))
    this.#hide()
  }

  async #copy(text, word) {
    try {
      await navigator.clipboard.writeText(text)
      tell("toast", { text: say(word) })
    } catch {
      tell("toast", { text: say("not_copied") })
    }
  }

  #dialog(address) {
    return htmx.ajax("GET", address, { target: "#act", swap: "innerHTML" })
  }

  // What is selected in the message is put into the form here: in the address it would stand in logs.
  async #blackOut(address, line) {
    const selected = selectedIn(line)
    await this.#dialog(address)
    const words = document.querySelector('#act textarea[name="words"]')
    if (words && selected) words.value = selected
    words?.select()
  }
}

const shown = (bar) => [...bar.querySelectorAll("button")].filter((button) => button.offsetParent)
function selectedIn(line) {
  const selection = getSelection()
  return selection.rangeCount && line.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString().trim() : ""
}

const lineOf = (target) => target.closest?.("[data-seq]")

customElements.define("message-menu", MessageMenu)
