import { hear } from "lib/bus"
import { me, say } from "lib/words"

let present = []

// <ticket-viewers>: the colleagues who have this ticket open as well. What was heard last outlives a changed header.
class TicketViewers extends HTMLElement {
  #off

  connectedCallback() {
    this.#off = hear(this, { viewers: this.#heard, watching: this.#heard, connection: this.#forget })
    this.#show()
  }

  disconnectedCallback() {
    this.#off()
  }

  #heard({ viewers, ticket }) {
    if (String(ticket) !== this.closest("[data-ticket]")?.dataset.ticket) return
    present = (viewers ?? []).filter(({ id }) => String(id) !== me)
    this.#show()
  }

  #forget({ state }) {
    if (state !== "live") present = []
    this.#show()
  }

  #show() {
    const { assignee } = this.closest("[data-ticket-header]").dataset
    const shown = present.map((viewer) => ({ ...viewer, words: words(viewer, assignee) }))
    this.replaceChildren(...shown.slice(0, 4).map(face))
    this.title = shown.map(({ words }) => words).join("\n")
  }
}

// A supervisor in a ticket that somebody else has looks over his shoulder.
function words({ id, name, supervises }, assignee) {
  return say(supervises && assignee && String(id) !== assignee ? "watching" : "looking", { name })
}

function face({ id, name, photo, words }) {
  const avatar = document.createElement("span")
  avatar.className = `avatar avatar--small hue-${(id % 6) + 1}`
  avatar.setAttribute("role", "img")
  avatar.setAttribute("aria-label", words)
  if (photo) {
    const image = Object.assign(document.createElement("img"), { src: photo, alt: "", className: "avatar__photo" })
    avatar.append(image)
  } else avatar.append(name.split(/\s+/).slice(0, 2).map((word) => word[0]).join("").toUpperCase())
  return avatar
}

customElements.define("ticket-viewers", TicketViewers)
