import { hear } from "lib/bus"
import { awaited, exchange } from "lib/exchanging"
import { SignedOut, ask, parse } from "lib/http"
import { atMostEvery } from "lib/timing"

const SLOWER = 5
const AGAIN = 2_000

// <side-panel ticket="12" src="/desk/tickets/12/customer/panel/">: what colleagues change in it appears part by part. A part in
// which somebody writes is left alone until he has left it.
class SidePanel extends HTMLElement {
  #off
  #polls = 0
  #waits = false
  #stale = atMostEvery(700, () => this.#refresh())

  connectedCallback() {
    this.#off = hear(this, {
      poke: ({ topic, ticket }) => topic === "panel" && Number(ticket) === this.#ticket && this.#stale(),
      // Whatever was said while no socket heard it is asked for.
      welcome: this.#stale,
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
      if (same(old, part)) continue
      if (written(old)) this.#waits = true
      else if (atWork(old)) setTimeout(this.#stale, AGAIN)
      else renew(old, part)
    }
  }
}

// As the server wrote it: what the page made of it since is no difference.
const source = new WeakMap()

function same(old, part) {
  if (source.has(old)) return source.get(old) === part.outerHTML
  if (told(old) !== told(part)) return false
  source.set(old, part.outerHTML)
  return true
}

// What came with the page was never seen as it was written; times are drawn in the reader's own way.
function told(part) {
  const copy = part.cloneNode(true)
  for (const time of copy.querySelectorAll("local-time")) time.replaceChildren()
  const chosen = [...copy.querySelectorAll("input[value], [selected], [checked]")].map((one) => one.getAttribute("value"))
  return [copy.textContent.replace(/\s+/g, " "), ...chosen].join("|")
}

// Begun and left, or refused, words are still somebody's words.
const written = (part) =>
  part.querySelector("[data-dirty]") ||
  (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) ||
  [...part.querySelectorAll("input")].some(({ value, defaultValue }) => value !== defaultValue)

const atWork = (part) => part.matches(":active") || part.querySelector("details.menu[open]") || awaited(part)

function renew(old, part) {
  source.set(part, part.outerHTML)
  exchange(old, part)
}

customElements.define("side-panel", SidePanel)
