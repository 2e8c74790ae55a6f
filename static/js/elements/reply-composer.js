import { hear, tell } from "lib/bus"
import { Aids } from "lib/aids"
import { ask } from "lib/http"
import { attaching } from "lib/attaching"
import { Departing } from "lib/departing"
import { Drafts } from "lib/drafts"
import { outbox } from "lib/outbox"
import { Outgoing } from "lib/outgoing"
import { Quoting } from "lib/quoting"
import { returned } from "lib/returning"
import { hurry } from "lib/sending"
import { Typing } from "lib/typing"
import { Uploads } from "lib/uploads"
import { Warnings } from "lib/warnings"
import { me } from "lib/words"

// <reply-composer>: what the agent writes. Nothing typed is lost: it is in the box, in the draft or in the outbox.
class ReplyComposer extends HTMLElement {
  connectedCallback() {
    this.ticket = this.getAttribute("ticket")
    this.off = new AbortController()
    const { signal } = this.off
    this.warnings = new Warnings(this)
    this.typing = new Typing(this.ticket)
    this.outgoing = new Outgoing(this, this.ticket)
    this.departing = new Departing(this)
    this.drafts = new Drafts(this.ticket, this.getAttribute("drafts"), { changed: (news) => this.renew(news) })
    this.quoting = new Quoting(this.querySelector(".composer__quote"), { changed: (quote) => this.#keep({ quote }) })
    this.aids = new Aids(this, { used: (pk) => this.#used(pk), told: (sentence) => this.warnings.problem(sentence) }, signal)
    this.uploads = new Uploads(this.querySelector(".composer__files"), this.ticket, this.getAttribute("uploads"), { changed: () => this.departing.uploaded() })
    attaching(this, (file) => this.uploads.add(file), signal)
    this.#listen(signal)
    this.#show("reply")
    this.#gather({ all: true })
    this.drafts.look()
  }

  disconnectedCallback() {
    this.off.abort()
    this.forget()
    this.typing.off()
    this.outgoing.stop()
    this.drafts.stop()
    hurry(this.ticket)
  }

  get box() {
    return this.querySelector("textarea")
  }

  get mode() {
    return this.querySelector('[name="mode"][aria-pressed="true"]').value
  }

  takeBack(id) {
    const item = outbox.take(id)
    if (item) this.#giveBack([item])
  }

  #listen(signal) {
    const on = (target, name, act) => target.addEventListener(name, act, { signal })
    on(this.querySelector("form"), "submit", (event) => {
      event.preventDefault()
      this.departing.send()
    })
    for (const button of this.querySelectorAll('[name="mode"]')) on(button, "click", () => this.#switch(button.value))
    on(this.querySelector("[data-resolving]"), "click", () => this.departing.send({ resolve: true }))
    on(this.warnings.sendAsItIs, "click", () => this.departing.send({ asItIs: true }))
    on(this.box, "input", () => this.#written())
    on(this.box, "keydown", (event) => this.#key(event))
    on(this.box, "blur", () => this.typing.off())
    for (const button of this.querySelectorAll("[data-other] button")) on(button, "click", () => this.#other(button.value))
    on(document, "htmx:after:swap", () => this.#lead())
    on(document, "quote-message", ({ detail }) => this.#quote(detail))
    this.forget = hear(this, { outbox: () => this.#gather({}), fragment: this.#heard, poke: this.#called, compose: this.#compose, "catch-up": () => this.outgoing.show() })
  }

  #key(event) {
    if (this.aids.key(event)) return
    const { key, ctrlKey, metaKey, shiftKey } = event
    const control = ctrlKey || metaKey
    if (key === "Enter" && control) this.departing.send({ resolve: shiftKey && this.mode === "reply" })
    else if (control && !shiftKey && key.toLowerCase() === "z" && !this.box.value && this.outgoing.held) this.takeBack(this.outgoing.held.client_id)
    else if (key === "Escape") document.getElementById("conversation").focus()
    else return
    event.preventDefault()
  }

  #switch(mode) {
    if (mode !== this.mode) this.#show(mode)
    this.box.focus()
  }

  // A way to write that not everybody has is offered once it is asked for.
  #compose({ mode }) {
    this.querySelector(`[name="mode"][value="${mode}"]`).hidden = false
    this.#switch(mode)
  }

  // Nobody whispers to himself: who leads the conversation now writes to the customer.
  #lead() {
    const { assignee } = document.querySelector("[data-ticket-header]")?.dataset ?? {}
    if (this.mode !== "whisper" || assignee !== me) return
    this.querySelector('[name="mode"][value="whisper"]').hidden = true
    this.#show("reply")
  }

  #show(mode) {
    for (const button of this.querySelectorAll('[name="mode"]')) button.setAttribute("aria-pressed", button.value === mode)
    const { box } = this
    box.setAttribute("aria-label", box.dataset[`${mode}Label`])
    box.placeholder = box.dataset[`${mode}Hint`]
    box.value = ""
    this.warnings.refresh()
    this.renew()
  }

  // What the draft says now, from wherever it was written.
  renew({ called } = {}) {
    const { text, quote, dirty, kept_at, masked } = this.drafts.get(this.mode)
    if (this.box.value !== text) this.box.value = text
    this.quoting.show(quote)
    this.warnings.masked(text ? masked : [])
    for (const button of this.querySelectorAll('[name="mode"]')) button.toggleAttribute("data-begun", this.drafts.get(button.value).text.trim() !== "")
    this.querySelector("[data-kept]").hidden = !text || dirty || !kept_at
    const { other } = this.drafts
    this.querySelector("[data-other]").hidden = !other
    this.querySelector("[data-other] q").textContent = other?.text.slice(0, 120) ?? ""
    if (called && !document.hidden) this.#seen()
  }

  #written() {
    this.#keep({ text: this.box.value })
    if (!this.box.value.trim()) this.warnings.clear()
    else if (!this.warnings.line.hidden) this.warnings.problem()
    if (this.mode === "reply") this.typing.on()
  }

  #keep(changes) {
    this.drafts.write(this.mode, changes)
    this.renew()
  }

  #used(pk) {
    this.#keep({ text: this.box.value, canned: [...new Set([...this.drafts.get(this.mode).canned, pk])] })
  }

  #quote(quote) {
    if (quote.visibility === "internal") this.#show("note")
    this.#keep({ quote })
    this.box.focus()
  }

  #other(choice) {
    const { mode, text } = this.drafts.other
    const mine = this.drafts.get(mode).text
    this.drafts.dismissOther()
    if (choice === "drop") return this.renew()
    this.#show(mode)
    this.box.value = [text, mine].filter((part) => part.trim()).join("\n\n")
    this.#keep({ text: this.box.value })
    this.box.focus()
  }

  // What could not be sent comes back to where it was written.
  #gather({ all = false }) {
    this.outgoing.show()
    const { items, problem, missed } = returned(this.ticket, { all })
    if (!items.length) return
    this.#giveBack(items)
    if (!missed) return this.warnings.problem(problem)
    tell("written", { html: missed.html })
    this.warnings.stale(missed.last)
  }

  #giveBack(items) {
    this.#show(items[0].mode)
    const { box, mode } = this
    const kept = this.drafts.get(mode)
    box.value = [...items.map(({ text }) => text), box.value].filter(Boolean).join("\n")
    this.uploads.restore(items.flatMap(({ files }) => files))
    this.#keep({ text: box.value, quote: kept.quote ?? items[0].quote, canned: [...kept.canned, ...items.flatMap(({ canned }) => canned)] })
    box.focus()
    box.setSelectionRange(box.value.length, box.value.length)
  }

  #heard({ ticket, html }) {
    if (String(ticket) === this.ticket && this.mode === "reply" && this.box.value.trim()) this.warnings.heard(html)
  }

  #called({ topic, ticket }) {
    if (topic === "mention" && String(ticket) === this.ticket && !document.hidden) this.#seen()
  }

  async #seen() {
    const answer = await ask(this.getAttribute("mentions"), { method: "POST", body: new URLSearchParams() }).catch(() => null)
    if (answer?.ok) tell("poke", { topic: "queue" })
  }
}

customElements.define("reply-composer", ReplyComposer)
