import { ask, parse } from "lib/http"
import { around, choose, chosenIn, pointAt } from "lib/listbox"
import { say } from "lib/words"

const WAIT = 120

// The list above the composer: canned replies or colleagues, for whichever field asks. The focus stays in the field; the list is
// walked with the arrows, Enter or Tab takes, Escape shuts.
export class Suggestions {
  #timer
  #asked
  #wanted = false
  #pending = false
  #seen = new Map()

  constructor(popup, { shut }) {
    this.popup = popup
    this.list = popup.querySelector("[role=listbox]")
    this.preview = popup.querySelector("[data-preview]")
    this.none = popup.querySelector("[data-none]")
    this.onshut = shut
    // A press must not take the focus from the field.
    popup.onmousedown = (event) => event.target.closest("button, a") || event.preventDefault()
    this.list.onclick = ({ target }) => this.#take(target.closest("[role=option]"))
    this.list.onmousemove = ({ target }) => this.#mark(target.closest("[role=option]"))
  }

  get isOpen() {
    return !this.popup.hidden
  }

  get active() {
    return chosenIn(this.list)
  }

  open(field, { kind, url, words, taken }) {
    if (this.isOpen && this.field !== field) this.shut()
    Object.assign(this, { field, taken, words })
    this.popup.dataset.kind = kind
    this.list.setAttribute("aria-label", say(`list_${kind}`))
    const address = `${url}?${new URLSearchParams({ q: words })}`
    if (address === this.#asked && this.isOpen) return
    this.#asked = address
    clearTimeout(this.#timer)
    if (this.#seen.has(address)) return this.#show(this.#seen.get(address))
    this.#pending = true
    this.#timer = setTimeout(() => this.#fetch(address), this.isOpen ? WAIT : 0)
  }

  shut() {
    clearTimeout(this.#timer)
    this.#pending = this.#wanted = false
    this.#asked = null
    if (!this.isOpen) return
    this.popup.hidden = true
    pointAt(this.field, null)
    if (this.field.matches("[role=combobox]")) this.field.setAttribute("aria-expanded", "false")
    this.onshut?.()
  }

  // Canned replies have changed: what was fetched before is old.
  forget() {
    this.#seen.clear()
  }

  // Whether the key was for the list.
  key(event) {
    const { key } = event
    const takes = key === "Enter" || (key === "Tab" && !event.shiftKey)
    if (event.ctrlKey || event.metaKey || event.altKey || (!this.isOpen && !(this.#pending && takes))) return false
    if (key === "Escape") this.shut()
    else if (key === "ArrowDown" || key === "ArrowUp") this.#step(key === "ArrowDown" ? 1 : -1)
    else if (takes && this.active) this.#take(this.active)
    else if (takes && this.#pending) this.#wanted = true
    else return false
    event.preventDefault()
    return true
  }

  async #fetch(address) {
    const response = await ask(address).catch(() => null)
    if (!response?.ok) return this.#asked === address && this.shut()
    const html = await response.text()
    this.#seen.set(address, html)
    if (this.#asked === address) this.#show(html)
  }

  #show(html) {
    this.#pending = false
    this.list.replaceChildren(parse(html))
    const options = this.list.querySelectorAll("[role=option]")
    this.list.hidden = !options.length
    this.none.hidden = Boolean(options.length)
    this.none.textContent = say(`none_${this.popup.dataset.kind}`, { words: this.words })
    this.popup.hidden = false
    if (this.field.matches("[role=combobox]")) this.field.setAttribute("aria-expanded", String(options.length > 0))
    this.#mark(options[0] ?? null)
    if (this.#wanted) this.#take(this.active)
  }

  #step(by) {
    const options = [...this.list.querySelectorAll("[role=option]")]
    if (!options.length) return
    this.#mark(around(options, this.active, by))
    this.active.scrollIntoView({ block: "nearest" })
  }

  #mark(option) {
    if (option && option === this.active) return
    if (!option && this.active) return
    choose(this.list, this.field, option)
    this.#preview(option)
  }

  // The whole text as it would be sent; what is still to be filled in stands out.
  #preview(option) {
    const text = option?.dataset.text ?? ""
    this.preview.hidden = !text
    this.popup.toggleAttribute("data-previews", Boolean(text))
    const blanks = new Set((option?.dataset.blanks ?? "").split("|").filter(Boolean).map((name) => `{${name}}`))
    this.preview.querySelector("p").replaceChildren(...text.split(/(\{[^{}]+\})/).map((part) => (blanks.has(part) ? marked(part) : part)))
    const edit = this.popup.querySelector("[data-edit]")
    edit.hidden = !option?.dataset.edit
    edit.dataset.url = option?.dataset.edit ?? ""
  }

  #take(option) {
    if (!option) return
    const { taken } = this
    this.shut()
    taken(option.dataset)
  }
}

function marked(text) {
  return Object.assign(document.createElement("mark"), { textContent: text })
}
