import htmx from "htmx"
import { hear, tell } from "lib/bus"
import { SignedOut, ask, parse } from "lib/http"
import { decorate } from "lib/decorate"
import { atMostEvery } from "lib/timing"
import { say } from "lib/words"

const TYPING_LASTS = 6_000

// <message-log ticket="12" version="40">: one conversation. It shows what it is told in the order of versions, and fetches
// over HTTP whatever it was not told.
class MessageLog extends HTMLElement {
  #have
  #off
  #watcher
  #typing
  #fetching = false
  #again = false
  #catchUp = atMostEvery(300, () => this.#fetch())
  #tellSeen = atMostEvery(400, () => this.#see())

  connectedCallback() {
    this.#have = Number(this.getAttribute("version"))
    this.#off = hear(this, {
      welcome: this.#watch,
      fragment: this.#fragment,
      poke: this.#poked,
      heartbeat: this.#beat,
      watching: ({ ticket, version }) => this.#mine(ticket) && version > this.#have && this.#catchUp(),
      poll: this.#catchUp,
      "catch-up": this.#catchUp,
      typing: this.#hearTyping,
      written: ({ html }) => this.#put(parse(html)),
    })
    this.#watcher = new MutationObserver(() => this.#decorate())
    this.#decorate()
    document.addEventListener("visibilitychange", this.#tellSeen)
    this.#watch()
    this.#tellSeen()
  }

  disconnectedCallback() {
    // Another conversation may have taken this one's place, and asked to be watched, already.
    queueMicrotask(() => document.querySelector("message-log") || tell("send", { type: "unwatch" }))
    this.#off()
    this.#watcher.disconnect()
    this.#catchUp.cancel()
    this.#tellSeen.cancel()
    clearTimeout(this.#typing)
    document.removeEventListener("visibilitychange", this.#tellSeen)
  }

  get #ticket() {
    return Number(this.getAttribute("ticket"))
  }

  get header() {
    return document.getElementById(`ticket-${this.#ticket}-header`)
  }

  get lastSeq() {
    return this.#last("seq")
  }

  #last(place) {
    return Math.max(0, ...[...this.querySelectorAll(`:scope > [data-${place}]`)].map((line) => Number(line.getAttribute(`data-${place}`))))
  }

  #mine(ticket) {
    return Number(ticket) === this.#ticket
  }

  #watch() {
    tell("send", { type: "watch", ticket: this.#ticket, version: this.#have })
  }

  #fragment({ ticket, version, html }) {
    if (!this.#mine(ticket) || version <= this.#have) return
    if (version > this.#have + 1) return this.#catchUp()
    this.#have = version
    this.#put(parse(html))
  }

  // What a poke is about was not pushed: it is always fetched.
  #poked({ topic, ticket }) {
    if (topic === "ticket" && this.#mine(ticket)) this.#catchUp()
  }

  #beat({ versions }) {
    if ((versions?.[this.#ticket] ?? 0) > this.#have) this.#catchUp()
  }

  async #fetch() {
    if (this.#fetching) return (this.#again = true)
    this.#fetching = true
    try {
      const response = await ask(`${this.getAttribute("changes")}?after=${this.#have}`)
      if (response.status === 404) return this.#lost()
      if (response.ok) this.#apply(parse(await response.text()).querySelector("ticket-changes"))
    } catch (error) {
      if (!(error instanceof SignedOut) && navigator.onLine) setTimeout(this.#catchUp, 3_000)
    } finally {
      this.#fetching = false
      if (this.#again) this.#catchUp()
      this.#again = false
    }
  }

  #apply(changes) {
    if (!this.isConnected) return
    this.#put(changes)
    this.#have = Math.max(this.#have, Number(changes.getAttribute("version")))
    if (changes.hasAttribute("more")) this.#catchUp()
  }

  // Each line at its place: an element that is there is replaced, one that is older than all shown waits for its page.
  #put(fresh) {
    for (const element of [...fresh.children]) {
      if (element.matches("[data-ticket-header]")) this.#renew(element)
      else if (element.matches("[data-seq]")) this.#place(element)
      else if (element.id) exchange(element)
    }
    this.#tellSeen()
  }

  #renew(header) {
    if (!this.header || Number(header.dataset.version) < Number(this.header.dataset.version)) return
    if (this.header.querySelector("details[open]")) return setTimeout(this.#catchUp, 2_000)
    this.header.replaceWith(header)
    htmx.process(header)
    this.#decorate()
  }

  #place(line) {
    const known = document.getElementById(line.id)
    if (known && Number(known.dataset.version ?? 0) > Number(line.dataset.version)) return
    const seq = Number(line.dataset.seq)
    known?.remove()
    const lines = [...this.querySelectorAll(":scope > [data-seq]")]
    if (!known && this.querySelector(".log__older") && lines.length && seq < Number(lines[0].dataset.seq)) return
    const next = lines.find((other) => Number(other.dataset.seq) > seq) ?? this.querySelector(".message--sending, .message--typing")
    this.insertBefore(line, next)
    if (line.dataset.authorKind === "customer") this.#stopTyping()
  }

  #decorate() {
    this.#watcher.disconnect()
    decorate(this, this.header)
    this.#watcher.observe(this, { childList: true })
  }

  async #see() {
    const read = this.#last("place")
    if (document.hidden || !this.isConnected || read <= Number(this.header?.dataset.agentsRead ?? read)) return
    this.header.dataset.agentsRead = read
    const body = new URLSearchParams({ read })
    await ask(this.getAttribute("seen"), { method: "POST", body }).catch(() => {})
  }

  #hearTyping({ ticket, kind, name, on }) {
    if (kind !== "customer" || !this.#mine(ticket)) return
    this.#stopTyping()
    if (!on) return
    const bubble = document.getElementById("typing").content.cloneNode(true).firstElementChild
    bubble.querySelector("[role=img]").setAttribute("aria-label", say("typing", { name: name || this.getAttribute("customer") }))
    this.append(bubble)
    this.#typing = setTimeout(() => this.#stopTyping(), TYPING_LASTS)
  }

  #stopTyping() {
    clearTimeout(this.#typing)
    this.querySelector(".message--typing")?.remove()
  }

  #lost() {
    this.#off()
    tell("toast", { text: say("lost_right") })
    document.querySelector("reply-composer")?.setAttribute("shut", "")
  }
}

// A part of the customer's panel, only when it says something new; folded stays folded.
function exchange(fresh) {
  const known = document.getElementById(fresh.id)
  if (!known) return
  fresh.open = known.open
  if (known.textContent !== fresh.textContent) known.replaceWith(fresh)
}

customElements.define("message-log", MessageLog)
