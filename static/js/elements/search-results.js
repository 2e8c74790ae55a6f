import { hear, tell } from "lib/bus"

// <search-results>: what a search has found. J and K move in it; a line of a conversation opens the ticket at that message.
class SearchResults extends HTMLElement {
  #off
  #wanted = null

  connectedCallback() {
    const off = new AbortController()
    const { signal } = off
    const deaf = hear(this, { move: this.#move })
    this.addEventListener("click", this.#clicked, { signal })
    document.addEventListener("htmx:after:swap", this.#swapped, { signal })
    document.addEventListener("htmx:after:history:push", this.#mark, { signal })
    this.#off = () => (off.abort(), deaf())
    this.#mark()
  }

  disconnectedCallback() {
    this.#off()
  }

  #clicked = ({ target }) => {
    const link = target.closest("a[hx-get]")
    if (link) this.#wanted = link.dataset.message ?? null
  }

  // The conversation shows its newest end first; then it goes to the message that was chosen.
  #swapped = () => {
    if (!this.#wanted || !document.querySelector("message-log")) return
    tell("jump", { id: this.#wanted })
    this.#wanted = null
  }

  #mark = () => {
    const open = location.pathname.match(/\/tickets\/(\d+)\//)?.[1]
    for (const row of this.querySelectorAll(".hit__ticket")) {
      if (row.dataset.number === open) row.setAttribute("aria-current", "true")
      else row.removeAttribute("aria-current")
    }
  }

  #move({ step }) {
    const rows = [...this.querySelectorAll(".ticket-row, .hit__line")]
    const from = rows.indexOf(document.activeElement)
    const at = from >= 0 ? from : rows.findIndex((row) => row.hasAttribute("aria-current"))
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: "nearest" })
  }
}

customElements.define("search-results", SearchResults)
