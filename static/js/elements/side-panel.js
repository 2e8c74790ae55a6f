import htmx from "htmx"
import { hear } from "lib/bus"
import { SignedOut, ask, parse } from "lib/http"
import { atMostEvery } from "lib/timing"

const SLOWER = 5

// <side-panel ticket="12" src="/desk/tickets/12/customer/panel/">: what colleagues change in it appears part by part. A part in
// which somebody writes is left alone until he has left it.
class SidePanel extends HTMLElement {
  #off
  #polls = 0
  #waits = false
  #greeted = false
  #stale = atMostEvery(700, () => this.#refresh())

  connectedCallback() {
    this.#off = hear(this, {
      poke: ({ topic, ticket }) => topic === "panel" && Number(ticket) === this.#ticket && this.#stale(),
      // Whatever was said while the socket was away is asked for.
      welcome: () => (this.#greeted ? this.#stale() : (this.#greeted = true)),
      poll: () => this.#polls++ % SLOWER === 0 && this.#stale(),
    })
    this.addEventListener("focusout", this.#left)
  }

  disconnectedCallback() {
    this.#off()
    this.#stale.cancel()
  }

  get #ticket() {
    return Number(this.getAttribute("ticket"))
  }

  #left = () => this.#waits && setTimeout(this.#stale)

  async #refresh() {
    this.#waits = false
    try {
      const response = await ask(this.getAttribute("src"))
      if (response.ok && this.isConnected) this.#put(parse(await response.text()))
    } catch (error) {
      if (!(error instanceof SignedOut) && navigator.onLine) setTimeout(this.#stale, 3_000)
    }
  }

  #put(fresh) {
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const old = document.getElementById(part.id)
      if (!old || !this.contains(old)) continue
      if (busy(old)) this.#waits = true
      else if (source.get(old) !== part.outerHTML) renew(old, part)
    }
  }
}

// As the server wrote it: what the page made of it since is no difference.
const source = new WeakMap()

const busy = (part) => part.querySelector("[data-dirty]") || (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"))

function renew(old, part) {
  source.set(part, part.outerHTML)
  if (old.matches("details")) part.open = old.open
  const focused = old.contains(document.activeElement) && document.activeElement.id
  old.replaceWith(part)
  htmx.process(part)
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

customElements.define("side-panel", SidePanel)
