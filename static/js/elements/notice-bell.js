import htmx from "htmx"
import { hear } from "lib/bus"
import { unpressed } from "lib/exchanging"
import { ask } from "lib/http"
import { morph } from "lib/morph"
import { atMostEvery } from "lib/timing"

const TICKET = /^\/desk\/tickets\/(\d+)\/$/

// <notice-bell src count readings tickets>: how many notices are unread, and the list of them. A ticket in front of the
// reader settles what is told of it: here, in his other tabs and on his other devices.
class NoticeBell extends HTMLElement {
  #off
  #tickets = new Set()
  #fresh = atMostEvery(500, () => this.#count())
  #look = () => this.#readTheOpenOne()

  connectedCallback() {
    this.#tickets = new Set(this.getAttribute("tickets").split(" ").map(Number))
    this.#off = hear(this, {
      poke: ({ topic }) => topic === "notices" && this.#fresh(),
      welcome: this.#fresh,
      "catch-up": this.#fresh,
      poll: this.#fresh,
    })
    this.#panel.addEventListener("toggle", this.#toggled)
    this.querySelector("[data-read-all]").onclick = () => this.#readAll()
    for (const name of ["focus", "popstate"]) window.addEventListener(name, this.#look)
    document.addEventListener("visibilitychange", this.#look)
    document.addEventListener("htmx:after:swap", this.#look)
    this.#look()
  }

  disconnectedCallback() {
    this.#off()
    this.#fresh.cancel()
    for (const name of ["focus", "popstate"]) window.removeEventListener(name, this.#look)
    document.removeEventListener("visibilitychange", this.#look)
    document.removeEventListener("htmx:after:swap", this.#look)
  }

  get #panel() {
    return this.querySelector("[popover]")
  }

  get #list() {
    return this.querySelector("[data-list]")
  }

  #toggled = ({ newState }) => newState === "open" && this.#fetch()

  async #count() {
    const answer = await ask(this.getAttribute("count")).catch(() => null)
    if (!answer?.ok) return
    const { count, tickets } = await answer.json()
    const number = this.querySelector(".bell__count")
    number.textContent = count > 99 ? "99+" : count
    number.hidden = !count
    this.#tickets = new Set(tickets)
    if (this.#panel.matches(":popover-open")) this.#fetch()
    this.#look()
  }

  // What "Show more" has brought stays when a new one comes.
  async #fetch() {
    const shown = this.#list.querySelectorAll(".bell__row").length
    const answer = await ask(`${this.getAttribute("src")}?shown=${shown}`).catch(() => null)
    this.querySelector("[data-lost]").hidden = Boolean(answer?.ok)
    if (!answer?.ok) return
    const fresh = this.#list.cloneNode(false)
    fresh.innerHTML = await answer.text()
    unpressed(this.#list, () => this.#put(fresh))
  }

  #put(fresh) {
    morph(this.#list, fresh)
    htmx.process(this.#list)
    this.querySelector("[data-read-all]").disabled = !this.#list.querySelector("[data-unread]")
  }

  async #readAll() {
    const { latest } = this.#list.querySelector("[data-latest]").dataset
    await this.#read({ upto: latest })
    this.#panel.querySelector(".bell__link, .bell__foot").focus()
  }

  #readTheOpenOne() {
    const ticket = Number(TICKET.exec(location.pathname)?.[1])
    if (document.hidden || !document.hasFocus() || !this.#tickets.delete(ticket)) return
    this.#read({ ticket })
  }

  async #read(what) {
    const answer = await ask(this.getAttribute("readings"), { method: "POST", body: new URLSearchParams(what) }).catch(() => null)
    if (answer?.ok) this.#count()
  }
}

customElements.define("notice-bell", NoticeBell)
