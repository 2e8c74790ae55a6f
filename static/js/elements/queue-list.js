import htmx from "htmx"
import { hear } from "lib/bus"
import { unpressed } from "lib/exchanging"
import { SignedOut, ask, parse } from "lib/http"
import { differs, reconcile, renew, rowsOf, unknown } from "lib/rows"
import { atMostEvery } from "lib/timing"
import { say } from "lib/words"
import "elements/picked-bar"
import "elements/row-viewers"
import "elements/sla-clock"

const LIST_EVERY = 3
const STEADY = 4_000
const FRESH_FOR = 6_000
const COUNT_EVERY = 10_000

// <queue-list src="/desk/queue/?view=mine">: the rows of one list, fetched anew when the server says that they changed.
// Nothing moves under the pointer: while it is at work here, what is new waits behind a button.
class QueueList extends HTMLElement {
  #off
  #gone
  #polls = 0
  #pending = null
  #pressed = false
  #pointedAt = -STEADY
  #countedAt = -COUNT_EVERY
  #later
  #stale = atMostEvery(1_000, () => this.#refresh())

  connectedCallback() {
    this.#gone = new AbortController()
    this.#off = hear(this, {
      poke: this.#poked,
      poll: this.#polled,
      welcome: this.#stale,
      "catch-up": this.#stale,
      move: this.#move,
      send: this.#opened,
    })
    const options = { passive: true, signal: this.#gone.signal }
    // Of the whole pane: on the way to the button that shows the news, the list must not give way either.
    for (const kind of ["pointermove", "pointerdown", "pointerup", "pointercancel", "pointerleave"])
      this.#pane.addEventListener(kind, this.#pointed, options)
    this.#scroller.addEventListener("scroll", this.#scrolled, options)
    document.addEventListener("htmx:after:history:push", this.#mark, options)
    this.#mark()
    if (this.hasAttribute("waiting")) this.#stale()
  }

  disconnectedCallback() {
    this.#off()
    this.#gone.abort()
    this.#stale.cancel()
    clearTimeout(this.#later)
  }

  get list() {
    return this.querySelector("ul")
  }

  get #scroller() {
    return this.closest(".desk__scroll")
  }

  get #pane() {
    return this.closest(".desk__list")
  }

  get #pill() {
    return this.#pane.querySelector(".list-news > button")
  }

  // A list is a long answer, and nobody reads it every three seconds.
  #polled() {
    if (this.#polls++ % LIST_EVERY === 0) this.#stale()
  }

  #poked({ topic }) {
    if (topic === "queue" || topic === "mention") this.#stale()
  }

  // What is open is read in a moment; the number beside it goes.
  #opened({ type }) {
    if (type === "watch") setTimeout(this.#stale, 1_500)
  }

  async #refresh() {
    const address = new URL(this.getAttribute("src"), location.href)
    address.searchParams.set("rows", rowsOf(this.list).length)
    if (performance.now() - this.#countedAt > COUNT_EVERY) address.searchParams.set("counts", "1")
    try {
      const response = await ask(address)
      if (response.ok && this.isConnected) this.#put(parse(await response.text()))
      else if (this.isConnected && this.hasAttribute("waiting")) this.#fail()
    } catch (error) {
      if (error instanceof SignedOut) return
      if (this.hasAttribute("waiting")) this.#fail()
      if (navigator.onLine) setTimeout(this.#stale, 3_000)
    }
  }

  #put(fresh) {
    const nav = fresh.getElementById("nav")
    if (nav.hasAttribute("data-saved-counted")) this.#countedAt = performance.now()
    unpressed(document.getElementById("nav"), () => exchangeNav(nav))
    document.getElementById("list-summary").replaceWith(fresh.getElementById("list-summary"))
    this.#pending = fresh.querySelector("queue-list")
    if (this.#busy) this.#hold()
    else this.#apply()
  }

  get #busy() {
    return this.#pressed || performance.now() - this.#pointedAt < STEADY
  }

  // The rows say what is new at once; new ones and those that move wait until the pointer rests or leaves.
  #hold() {
    clearTimeout(this.#later)
    if (this.list.matches(":active")) return (this.#later = setTimeout(() => this.#hold(), 300))
    const list = this.#pending.querySelector("ul")
    renew(this.list, list)
    if (!differs(this.list, list)) return (this.#pending = null)
    this.#tellNews(unknown(this.list, list).length)
    this.#later = setTimeout(() => (this.#busy ? this.#hold() : this.#apply()), 1_000)
  }

  #apply() {
    clearTimeout(this.#later)
    if (!this.#pending) return
    const fresh = this.#pending
    const first = this.hasAttribute("waiting")
    const news = first ? [] : unknown(this.list, fresh.querySelector("ul"))
    this.#pending = null
    this.removeAttribute("waiting")
    this.#keepingPlace(() => {
      this.querySelectorAll(":scope > :not(ul)").forEach((other) => other.remove())
      reconcile(this.list, fresh.querySelector("ul"))
      this.list.hidden = !this.list.childElementCount
      this.append(...fresh.querySelectorAll(":scope > :not(ul)"))
    })
    htmx.process(this)
    this.#mark()
    this.#show(news)
    this.dispatchEvent(new CustomEvent("rows", { bubbles: true }))
  }

  // The row that has the focus, or else the first one on the screen, stays where it is.
  #keepingPlace(change) {
    const anchor = this.#anchor()
    const before = anchor?.getBoundingClientRect().top
    const focused = this.contains(document.activeElement) ? document.activeElement : null
    change()
    if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true })
    if (anchor?.isConnected) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before
  }

  #anchor() {
    const focused = document.activeElement.closest?.(".ticket-item")
    if (focused && this.contains(focused)) return focused
    if (!this.#scroller.scrollTop) return null
    const top = this.#scroller.getBoundingClientRect().top
    return rowsOf(this.list).find((item) => item.getBoundingClientRect().bottom > top)
  }

  #show(news) {
    for (const item of news) {
      item.classList.add("ticket-item--fresh")
      setTimeout(() => item.classList.remove("ticket-item--fresh"), FRESH_FOR)
    }
    const above = news.filter((item) => item.getBoundingClientRect().bottom <= this.#scroller.getBoundingClientRect().top)
    this.#tellNews(above.length, above.length > 0)
  }

  #tellNews(count, isThere = Boolean(this.#pending)) {
    this.#pill.hidden = !isThere
    this.#pill.onclick = () => this.#showNews()
    if (isThere) this.#pill.querySelector("span").textContent = count ? say("news", { n: count }) : say("moved")
  }

  #showNews() {
    this.#pointedAt = -STEADY
    this.#apply()
    this.#scroller.scrollTop = 0
    this.#pill.hidden = true
    this.querySelector(".ticket-row")?.focus({ preventScroll: true })
  }

  #scrolled = () => {
    if (!this.#pending && this.#scroller.scrollTop < 8) this.#pill.hidden = true
  }

  #pointed = ({ type, pointerType }) => {
    this.#pressed = type === "pointerdown"
    this.#pointedAt = type === "pointerleave" && pointerType === "mouse" ? -STEADY : performance.now()
    if (type === "pointerleave" && this.#pending) this.#apply()
  }

  #fail() {
    const sorry = document.getElementById("list-failed").content.cloneNode(true)
    sorry.querySelector("button").onclick = () => this.#stale()
    this.querySelectorAll(":scope > :not(ul)").forEach((other) => other.remove())
    this.append(sorry)
  }

  #mark = () => {
    const open = location.pathname.match(/\/tickets\/(\d+)\//)?.[1]
    for (const row of this.querySelectorAll(".ticket-row[aria-current]"))
      if (row.id !== `row-${open}`) row.removeAttribute("aria-current")
    document.getElementById(`row-${open}`)?.setAttribute("aria-current", "true")
  }

  #move({ step }) {
    const rows = [...this.querySelectorAll(".ticket-row")]
    const from = rows.indexOf(document.activeElement.closest?.(".ticket-item")?.querySelector(".ticket-row"))
    const at = from >= 0 ? from : rows.findIndex((row) => row.hasAttribute("aria-current"))
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: "nearest" })
  }
}

// The numbers change in their places, so that a link keeps the focus; other lists than before are a new navigation.
function exchangeNav(fresh) {
  const nav = document.getElementById("nav")
  const links = [...nav.querySelectorAll("[data-key]")]
  const news = [...fresh.querySelectorAll("[data-key]")]
  const same = links.length === news.length && links.every((link, at) => address(link) === address(news[at]) && name(link) === name(news[at]))
  if (!same) return nav.replaceWith(fresh)
  links.forEach((link, at) => {
    if (link.dataset.key.startsWith("saved-") && !fresh.hasAttribute("data-saved-counted")) return
    const [old, count] = [link.querySelector(".count"), news[at].querySelector(".count")]
    if (old?.outerHTML === count?.outerHTML) return
    old?.remove()
    if (count) link.append(count)
  })
}

// An address says what was chosen, and nothing of what was not.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches("[data-sparse]")) return
  for (const [key, value] of [...formData]) if (!value) formData.delete(key)
})

const address = (link) => link.getAttribute("href")
const name = (link) => link.querySelector(".nav__label").textContent

customElements.define("queue-list", QueueList)
