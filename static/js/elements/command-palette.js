import htmx from "htmx"
import { hear } from "lib/bus"
import { commands, places } from "lib/commands"
import { ask } from "lib/http"
import { around, choose, chosenIn } from "lib/listbox"
import { opened, recentNumbers } from "lib/recent"
import { afterPause } from "lib/timing"

// <command-palette>: everything the page can do, everywhere one can go, and what the server finds, in one box.
class CommandPalette extends HTMLElement {
  #off
  #asked = 0
  #local = []
  #offers = ""
  #touched = false
  #find = afterPause(150, () => this.#fetch())

  connectedCallback() {
    const off = new AbortController()
    const { signal } = off
    const deaf = hear(this, { palette: this.#toggle, search: this.#search })
    this.#input.addEventListener("input", () => this.#typed(), { signal })
    this.#input.addEventListener("keydown", (event) => this.#key(event), { signal })
    this.#list.addEventListener("click", ({ target }) => this.#choose(target.closest("[role=option]")), { signal })
    this.#list.addEventListener("pointermove", ({ target }) => this.#point(target.closest("[role=option]")), { signal })
    this.#dialog.addEventListener("beforetoggle", ({ newState }) => newState === "open" && this.#open(), { signal })
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close(), { signal })
    opened(signal)
    this.#off = () => (off.abort(), deaf())
  }

  disconnectedCallback() {
    this.#off()
    this.#find.cancel()
  }

  get #dialog() {
    return this.querySelector("dialog")
  }

  get #input() {
    return this.querySelector("input")
  }

  get #list() {
    return this.querySelector("[role=listbox]")
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")]
  }

  get #active() {
    return chosenIn(this.#list)
  }

  get #text() {
    return this.#input.value.trim()
  }

  // Another dialog is somebody's work in the middle; nothing opens over it.
  #toggle() {
    if (this.#dialog.open) this.#dialog.close()
    else if (!document.querySelector("dialog:modal")) this.#dialog.showModal()
  }

  #search() {
    const field = document.getElementById("search-text")
    if (field) return field.select()
    location.assign(this.getAttribute("search"))
  }

  #open() {
    this.#input.value = ""
    this.#local = commands(this.dataset)
    this.#offers = ""
    this.#typed()
  }

  #typed() {
    this.#touched = false
    this.#asked++
    this.#draw()
    if (this.#text) this.#find()
    else this.#fetch()
  }

  async #fetch() {
    const asked = ++this.#asked
    const address = new URL(this.getAttribute("src"), location.href)
    address.searchParams.set("q", this.#text)
    if (!this.#text) address.searchParams.set("recent", recentNumbers())
    try {
      const response = await ask(address)
      const html = response.ok ? await response.text() : ""
      // An answer that was overtaken by a later letter says nothing any more.
      if (asked !== this.#asked || !this.#dialog.open) return
      this.#offers = html
      this.#draw()
    } catch {
      // What the page itself can do stays; the next letter asks again.
    }
  }

  #draw() {
    const chosen = this.#touched ? this.#active?.id : ""
    const people = /^[#@]/.test(this.#text)
    const groups = people ? [] : this.#local
    this.#list.replaceChildren(...groups.map((group) => group.drawn(this.#text)).filter(Boolean))
    this.#list.insertAdjacentHTML("beforeend", this.#offers)
    const found = this.#options.length
    if (!people) this.#list.append(...[places(this.dataset).drawn(this.#text)].filter(Boolean))
    const any = this.#options.length
    if (this.#text) this.#list.append(this.#everywhere())
    this.querySelector(".palette__none").hidden = any > 0 || !this.#text
    this.#activate((chosen && document.getElementById(chosen)) || this.#options[0])
    this.#say(any, found)
  }

  #say(any) {
    const { none, some } = this.dataset
    this.querySelector("[role=status]").textContent = any ? some.replace("{n}", any) : none
  }

  #everywhere() {
    const option = document.createElement("div")
    option.className = "palette__item palette__item--all"
    option.setAttribute("role", "option")
    option.setAttribute("aria-selected", "false")
    option.id = "offer-everywhere"
    option.dataset.href = `${this.getAttribute("search")}?q=${encodeURIComponent(this.#text)}`
    option.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-search"/></svg><span></span>'
    option.querySelector("span").textContent = this.dataset.everywhere.replace("{text}", this.#text)
    return option
  }

  #activate(option) {
    choose(this.#list, this.#input, option)
    option?.scrollIntoView({ block: "nearest" })
  }

  #point(option) {
    if (!option || option === this.#active) return
    this.#touched = true
    this.#activate(option)
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key]
    if (step) return this.#step(event, step)
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    this.#choose(this.#active)
  }

  #step(event, step) {
    event.preventDefault()
    const options = this.#options
    const far = Math.min(Math.max(options.indexOf(this.#active) + step, 0), options.length - 1)
    this.#touched = true
    this.#activate(Math.abs(step) > 1 ? options[far] : around(options, this.#active, step))
  }

  // Closed first: so the focus is back where it was, and what the command opens may take it from there.
  #choose(option) {
    if (!option) return
    this.#dialog.close()
    if (option.dataset.href) return this.#go(option)
    this.#local.concat(places(this.dataset)).some((group) => group.run(option.id))
  }

  // A ticket opens in its pane beside the list where there is one; anything else is another page.
  #go({ dataset }) {
    if (!dataset.ticketNumber || !document.getElementById("ticket")) return location.assign(dataset.href)
    const link = document.createElement("a")
    link.href = dataset.href
    const ways = { "hx-get": dataset.href, "hx-target": "#ticket", "hx-push-url": "true" }
    for (const [name, value] of Object.entries(ways)) link.setAttribute(name, value)
    link.hidden = true
    this.append(link)
    htmx.process(link)
    link.click()
    document.addEventListener("htmx:after:swap", () => link.remove(), { once: true })
  }
}

customElements.define("command-palette", CommandPalette)
