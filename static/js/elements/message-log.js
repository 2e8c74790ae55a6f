import { hear, tell } from "lib/bus"
import { ask } from "lib/http"
import { dressAll, tick } from "lib/decorate"
import { awaited, exchange, unpressed } from "lib/exchanging"
import { isLine, lastLine, linesBackwards, seqOf } from "lib/lines"
import { NewMark } from "lib/newmark"
import { Pages } from "lib/pages"
import { place } from "lib/placing"
import { Reading } from "lib/reading"
import { atMostEvery } from "lib/timing"
import { Versions } from "lib/versions"
import { me, say } from "lib/words"
// The parts of a line come first: a line that is shown is whole.
import "elements/author-name"
import "elements/emoji-marks"
import "elements/file-size"
import "elements/happening-line"
import "elements/local-time"
import "elements/say-word"
import "elements/voice-note"

const TYPING_LASTS = 6_000

// <message-log ticket="12" version="40">: one conversation on the screen.
class MessageLog extends HTMLElement {
  #off
  #versions
  #reading
  #pages
  #mark
  #sent
  #typing
  #unseen = 0
  #tellSeen = atMostEvery(400, () => this.#see())

  connectedCallback() {
    dressAll(this)
    tick(this, this.header)
    this.#mark = new NewMark(this, Number(this.getAttribute("read")))
    this.#reading = new Reading(this.closest("#conversation"), this, () => this.#moved())
    this.#pages = new Pages(this, this.#reading, this.getAttribute("messages"))
    this.#reading.toEnd()
    this.#listen()
    this.#versions.watch()
    this.#tellSeen()
    if (location.hash.startsWith("#message-")) this.jump(location.hash.slice(1))
  }

  disconnectedCallback() {
    // Another conversation may have taken this one's place, and asked to be watched, already.
    queueMicrotask(() => document.querySelector("message-log") || tell("send", { type: "unwatch" }))
    for (const part of [this.#versions, this.#reading, this.#pages, this.#mark]) part.stop()
    this.#off()
    this.#sent.disconnect()
    this.#tellSeen.cancel()
    clearTimeout(this.#typing)
    document.removeEventListener("visibilitychange", this.#tellSeen)
  }

  get header() {
    return document.getElementById(`ticket-${this.getAttribute("ticket")}-header`)
  }

  get lastSeq() {
    const last = lastLine(this)
    return last ? seqOf(last) : 0
  }

  // Show a message, wherever in the conversation it stands, and have it seen at once which one it is.
  async jump(id) {
    if (!(await this.#pages.bring(id))) return tell("toast", { text: say("message_missing") })
    const line = document.getElementById(id)
    line.scrollIntoView({ block: "center" })
    line.focus({ preventScroll: true })
    line.classList.remove("message--shown")
    requestAnimationFrame(() => line.classList.add("message--shown"))
  }

  #listen() {
    this.#versions = new Versions({
      ticket: Number(this.getAttribute("ticket")),
      have: Number(this.getAttribute("version")),
      changes: this.getAttribute("changes"),
      put: (fresh) => this.#put(fresh),
      lost: () => this.#lost(),
    })
    this.#off = hear(this, { typing: this.#hearTyping, jump: ({ id }) => this.jump(id) })
    document.addEventListener("visibilitychange", this.#tellSeen)
    this.#latest.onclick = () => this.#reading.toEnd()
    this.onclick = (event) => this.#follow(event)
    // What is being sent is put here by the composer: whoever writes is at the end.
    this.#sent = new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes])
      if (added.some((node) => node.matches?.(".message--sending"))) this.#reading.toEnd()
    })
    this.#sent.observe(this, { childList: true })
  }

  #follow(event) {
    const quote = event.target.closest("[data-quote]")
    if (!quote || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.jump(`message-${quote.dataset.quote}`)
  }

  get #latest() {
    return this.closest(".desk__ticket").querySelector(".to-latest")
  }

  #moved() {
    const { pinned } = this.#reading
    if (pinned) this.#unseen = 0
    if (pinned) this.#tellSeen()
    this.#latest.hidden = pinned
    const count = this.#latest.querySelector(".count")
    count.textContent = this.#unseen || ""
    count.hidden = !this.#unseen
    this.#latest.setAttribute("aria-label", this.#unseen ? say("latest_unseen", { n: this.#unseen }) : say("latest"))
  }

  #put(fresh) {
    if (!this.isConnected) return
    const elements = [...fresh.children]
    for (const element of elements) {
      if (element.matches("[data-ticket-header]")) this.#renew(element)
      else if (!isLine(element) && element.id) renewPart(element)
    }
    const lines = elements.filter(isLine)
    if (lines.length) this.#reading.keep(() => lines.forEach((line) => this.#place(line)))
    this.#pages.fold()
    this.#moved()
  }

  #place(line) {
    if (!place(line, { log: this, pages: this.#pages }) || !line.matches(".message")) return
    const away = document.hidden || !this.#reading.pinned
    if (line.dataset.authorId === me) return this.#mark.read()
    if (!this.#reading.pinned) this.#unseen++
    if (line.dataset.authorKind !== "customer") return
    this.#stopTyping()
    if (away) this.#mark.missed(line)
  }

  #renew(header) {
    if (!this.header || Number(header.dataset.version) < Number(this.header.dataset.version)) return
    if (awaited(this.header) || this.header.matches(":active")) return setTimeout(() => this.#renew(header), 300)
    if (this.header.querySelector("details[open]")) return setTimeout(this.#versions.catchUp, 2_000)
    exchange(this.header, header)
    tick(this, header)
  }

  // Read is what was in front of somebody's eyes: the page is shown, and its end.
  async #see() {
    if (document.hidden || !this.isConnected || !this.#reading.pinned) return
    const read = this.#lastPlace()
    // What was handed to me waits to be opened, even where nothing in it is new.
    const offered = this.header?.hasAttribute("data-offered")
    if (!offered && read <= Number(this.header?.dataset.agentsRead ?? read)) return
    this.header.dataset.agentsRead = read
    this.header.removeAttribute("data-offered")
    const body = new URLSearchParams({ read })
    await ask(this.getAttribute("seen"), { method: "POST", body }).catch(() => {})
  }

  #lastPlace() {
    for (const { dataset } of linesBackwards(this)) if (dataset.place) return Number(dataset.place)
    return 0
  }

  #hearTyping({ ticket, kind, name, on }) {
    if (kind !== "customer" || !this.#versions.mine(ticket)) return
    this.#stopTyping()
    if (!on) return
    const bubble = document.getElementById("typing").content.cloneNode(true).firstElementChild
    bubble.querySelector("[role=img]").setAttribute("aria-label", say("typing", { name: name || this.getAttribute("customer") }))
    // What is on its way stays the last, so that its Undo does not move when somebody begins to write.
    this.#reading.keep(() => this.insertBefore(bubble, this.querySelector(":scope > .message--sending")))
    this.#typing = setTimeout(() => this.#stopTyping(), TYPING_LASTS)
  }

  #stopTyping() {
    clearTimeout(this.#typing)
    this.querySelector(":scope > .message--typing")?.remove()
  }

  #lost() {
    tell("toast", { text: say("lost_right") })
    document.querySelector("reply-composer")?.setAttribute("shut", "")
  }
}

// A part of the customer's panel, only when it says something new.
function renewPart(fresh) {
  const known = document.getElementById(fresh.id)
  if (known && known.textContent !== fresh.textContent) unpressed(known, () => exchange(known, fresh))
}

customElements.define("message-log", MessageLog)
