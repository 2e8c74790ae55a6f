import htmx from "htmx"
import { hear, tell } from "lib/bus"
import { SignedOut, ask, parse } from "lib/http"
import { atMostEvery } from "lib/timing"

const LIST_EVERY = 3

// <queue-list src="/desk/queue/?view=mine">: the rows of one queue, fetched anew when the server says that they changed.
class QueueList extends HTMLElement {
  #off
  #polls = 0
  #stale = atMostEvery(1_000, () => this.#refresh())

  connectedCallback() {
    this.#off = hear(this, { poke: this.#poked, poll: this.#polled, welcome: this.#stale, "catch-up": this.#stale, move: this.#move })
    document.addEventListener("htmx:after:history:push", this.#mark)
    this.#mark()
    if (this.hasAttribute("waiting")) this.#stale()
  }

  disconnectedCallback() {
    this.#off()
    this.#stale.cancel()
    document.removeEventListener("htmx:after:history:push", this.#mark)
  }

  get #list() {
    return this.querySelector("ul")
  }

  // A list is a long answer, and nobody reads it every three seconds.
  #polled() {
    if (this.#polls++ % LIST_EVERY === 0) this.#stale()
  }

  #poked({ topic }) {
    if (topic === "queue") this.#stale()
  }

  async #refresh() {
    const address = new URL(this.getAttribute("src"), location.href)
    address.searchParams.set("rows", this.querySelectorAll(".ticket-row").length)
    try {
      const response = await ask(address)
      if (response.ok && this.isConnected) this.#put(parse(await response.text()))
    } catch (error) {
      if (!(error instanceof SignedOut) && navigator.onLine) setTimeout(this.#stale, 3_000)
    }
  }

  #put(fresh) {
    const list = fresh.querySelector("queue-list")
    const nav = fresh.getElementById("nav")
    const summary = fresh.querySelector(".desk__acts > .soft")
    this.removeAttribute("waiting")
    this.querySelectorAll(":scope > :not(ul)").forEach((other) => other.remove())
    reconcile(this.#list, list.querySelector("ul"))
    this.append(...list.querySelectorAll(":scope > :not(ul)"))
    document.getElementById("nav").replaceWith(nav)
    this.closest(".desk__list").querySelector(".desk__acts > .soft").replaceWith(summary)
    htmx.process(this)
    this.#mark()
  }

  #mark = () => {
    const open = location.pathname
    for (const row of this.querySelectorAll(".ticket-row")) {
      if (new URL(row.href).pathname === open) row.setAttribute("aria-current", "true")
      else row.removeAttribute("aria-current")
    }
  }

  #move({ step }) {
    const rows = [...this.querySelectorAll(".ticket-row")]
    const from = rows.indexOf(document.activeElement)
    const at = from >= 0 ? from : rows.findIndex((row) => row.hasAttribute("aria-current"))
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
    next?.focus()
    next?.scrollIntoView({ block: "nearest" })
  }
}

const identity = (item) => item.querySelector("a")?.id ?? item.className
const source = new WeakMap()

// Rows that say the same stay as they are, so neither focus nor the place on the screen is lost.
function reconcile(list, fresh) {
  const known = new Map([...list.children].map((item) => [identity(item), item]))
  const items = [...fresh.children].map((item) => {
    const html = item.outerHTML
    const old = known.get(identity(item))
    if (old && source.get(old) === html) return old
    source.set(item, html)
    return item
  })
  const focused = list.contains(document.activeElement) && document.activeElement.id
  items.forEach((item, at) => {
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null)
  })
  while (list.children.length > items.length) list.lastElementChild.remove()
  list.hidden = !items.length
  if (focused && document.activeElement.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

customElements.define("queue-list", QueueList)
