import { hear } from "lib/bus"
import { me, say } from "lib/words"

const FORGET_AFTER = 6_000

// <colleague-notice>: warns that a colleague is writing to the same customer.
class ColleagueNotice extends HTMLElement {
  #off
  #timer

  connectedCallback() {
    this.#off = hear(this, { typing: this.#heard, fragment: this.#written })
  }

  disconnectedCallback() {
    this.#off()
    clearTimeout(this.#timer)
  }

  #heard({ kind, user, name, on, ticket }) {
    if (kind !== "agent" || String(user) === me || String(ticket) !== this.closest("[data-ticket]").dataset.ticket) return
    clearTimeout(this.#timer)
    if (!on) return this.#hide()
    const customer = document.querySelector("message-log").getAttribute("customer")
    const who = document.createElement("strong")
    who.textContent = say("writing", { name })
    const line = document.createElement("p")
    line.append(who, " ", say("writing_hint", { customer }))
    this.replaceChildren(line)
    this.hidden = false
    this.#timer = setTimeout(() => this.#hide(), FORGET_AFTER)
  }

  #written() {
    this.#hide()
  }

  #hide() {
    this.hidden = true
  }
}

customElements.define("colleague-notice", ColleagueNotice)
