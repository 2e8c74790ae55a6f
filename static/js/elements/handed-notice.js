import { hear } from "lib/bus"
import { say } from "lib/words"

// <handed-notice>: somebody else leads this conversation now; said above the composer of whoever led it until then.
class HandedNotice extends HTMLElement {
  #off

  connectedCallback() {
    this.#off = hear(this, { poke: this.#heard })
  }

  disconnectedCallback() {
    this.#off()
  }

  #heard({ topic, what, ticket, name }) {
    if (topic !== "handed" || String(ticket) !== this.closest("[data-ticket]").dataset.ticket) return
    this.hidden = what !== "taken"
    this.querySelector("strong").textContent = say("led_by", { name })
    this.querySelector("p > span").textContent = say("led_by_hint", { name })
  }
}

customElements.define("handed-notice", HandedNotice)

hear(document, {
  poke({ topic, what, ticket, name }) {
    if (topic !== "handed") return
    const toast = document.createElement("desk-toast")
    const link = document.createElement("a")
    toast.className = "toast"
    link.href = `/desk/tickets/${Number(ticket)}/`
    link.textContent = say(what === "taken" ? "taken_from_you" : "given_to_you", { n: Number(ticket), name })
    toast.append(link)
    document.getElementById("toasts")?.append(toast)
  },
})
