import htmx from "htmx"
import { hear } from "lib/bus"
import { unpressed } from "lib/exchanging"
import { ask, parse } from "lib/http"
import { atMostEvery } from "lib/timing"

const CALM = 400

// What might answer the customer: asked for when the page has nothing better to do, and again when somebody has written.
export class Suggested {
  #look = atMostEvery(CALM, () => this.#fetch())
  #shown = ""

  constructor(composer, { taken }, signal) {
    this.row = composer.querySelector(".suggested")
    this.url = composer.getAttribute("suggested")
    this.composer = composer
    this.taken = taken
    if (!this.url) return
    this.row.addEventListener("click", ({ target }) => this.#click(target), { signal })
    document.addEventListener("keydown", (event) => this.#key(event), { signal })
    const forget = hear(this, { fragment: ({ ticket }) => String(ticket) === composer.ticket && this.#look() })
    signal.addEventListener("abort", () => {
      forget()
      this.#look.cancel()
    })
    const idle = window.requestIdleCallback ?? setTimeout
    idle(() => signal.aborted || this.#fetch())
  }

  async #fetch() {
    const response = await ask(this.url).catch(() => null)
    if (!response?.ok) return
    const fresh = await response.text()
    unpressed(this.row, () => this.#show(fresh))
  }

  #show(fresh) {
    if (fresh === this.#shown || !this.row.isConnected) return
    this.#shown = fresh
    this.row.replaceChildren(parse(fresh))
  }

  // Not with AltGr, which types on many layouts.
  #key(event) {
    const [, number] = event.code.match(/^Digit([1-3])$/) ?? []
    if (!number || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector("dialog:modal")) return
    const option = this.row.querySelectorAll(".suggested__one")[number - 1]
    if (!option || getComputedStyle(this.row).visibility === "hidden") return
    event.preventDefault()
    this.taken(option.dataset)
  }

  #click(target) {
    if (target.closest("[data-off]")) return this.#off()
    const option = target.closest(".suggested__one")
    if (option) this.taken(option.dataset)
  }

  #off() {
    this.#shown = ""
    this.row.replaceChildren()
    this.composer.box.focus()
    htmx.ajax("DELETE", "/desk/suggestions/", { target: "#toasts", swap: "beforeend" })
  }
}
