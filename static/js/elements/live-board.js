import htmx from "htmx"
import { hear } from "lib/bus"
import { unpressed } from "lib/exchanging"
import { SignedOut, ask, parse } from "lib/http"
import { morph } from "lib/morph"
import { atMostEvery } from "lib/timing"

const EVERY = 15_000
const POKES = ["queue", "board"]

// <live-board src="/analytics/now/">: fetched anew when the server says that something changed, at most once a second, and now
// and then for what nobody tells of. Only what differs is touched: nothing moves under the pointer, an open menu stays open.
class LiveBoard extends HTMLElement {
  #off
  #timer
  #stale = atMostEvery(1_000, () => this.#refresh())

  connectedCallback() {
    this.#off = hear(this, {
      poke: ({ topic }) => POKES.includes(topic) && this.#stale(),
      poll: this.#stale,
      welcome: this.#stale,
      "catch-up": this.#stale,
    })
    this.#timer = setInterval(() => document.hidden || this.#stale(), EVERY)
  }

  disconnectedCallback() {
    this.#off()
    this.#stale.cancel()
    clearInterval(this.#timer)
  }

  async #refresh() {
    try {
      const response = await ask(this.getAttribute("src"))
      const fresh = parse(await response.text())
      if (response.ok) unpressed(this, () => this.#put(fresh))
    } catch (error) {
      if (!(error instanceof SignedOut) && navigator.onLine) setTimeout(this.#stale, 3_000)
    }
  }

  #put(fresh) {
    if (!this.isConnected) return
    morph(this.firstElementChild, fresh.firstElementChild)
    htmx.process(this)
  }
}

customElements.define("live-board", LiveBoard)
