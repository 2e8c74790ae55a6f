import { ask } from "lib/http"
import { around, choose, chosenIn } from "lib/listbox"
import { atMostEvery } from "lib/timing"

// <combo-box [src] [submits] [popup]>: an input that finds, and a list of what it found (the ARIA combobox). An option's data-set
// says which hidden fields of the form its choice fills; its <template> is shown below the list once it is chosen.
class ComboBox extends HTMLElement {
  #off
  #asked = 0
  #find = atMostEvery(150, () => this.#fetch())

  connectedCallback() {
    this.#off = new AbortController()
    const { signal } = this.#off
    const on = (target, name, handle) => target.addEventListener(name, handle, { signal })
    on(this.#input, "input", () => this.#typed())
    on(this.#input, "keydown", (event) => this.#key(event))
    on(this.#input, "focus", () => this.#show(true))
    // A key of the desk presses whatever carries it.
    on(this.#input, "click", () => {
      this.#input.focus()
      this.#show(true)
    })
    on(this.#input, "blur", () => this.#popup && this.#show(false))
    // The input keeps the focus: a list that takes it would shut before the click.
    on(this.#list, "mousedown", (event) => event.preventDefault())
    on(this.#list, "click", ({ target }) => this.#choose(target.closest("[role=option]")))
    if (!this.#popup) this.#activate(this.#shown[0])
  }

  disconnectedCallback() {
    this.#off.abort()
    this.#find.cancel()
  }

  get #input() {
    return this.querySelector("[role=combobox]")
  }

  get #list() {
    return this.querySelector("[role=listbox]")
  }

  get #popup() {
    return this.hasAttribute("popup")
  }

  get #shown() {
    return [...this.#list.querySelectorAll("[role=option]")].filter((option) => !option.hidden)
  }

  get #active() {
    return chosenIn(this.#list)
  }

  #typed() {
    this.#fill({}, true)
    this.#show(true)
    if (this.hasAttribute("src")) return this.#find()
    const words = this.#input.value.toLocaleLowerCase().split(/\s+/)
    for (const option of this.#list.querySelectorAll("[role=option]"))
      option.hidden = !words.every((word) => option.textContent.toLocaleLowerCase().includes(word))
    this.#renewed()
  }

  async #fetch() {
    const asked = ++this.#asked
    const address = new URL(this.getAttribute("src"), location.href)
    address.searchParams.set("q", this.#input.value)
    try {
      const response = await ask(address)
      const html = response.ok && (await response.text())
      // An answer that was overtaken by a later question says nothing any more; an empty one says that nothing is found.
      if (html === false || asked !== this.#asked || !this.isConnected) return
      this.#list.innerHTML = html
      this.#renewed()
    } catch {
      // The next letter asks again; being signed out was said already.
    }
  }

  #renewed() {
    const options = this.#shown
    const none = this.querySelector("[data-none]")
    if (none) none.hidden = options.length > 0 || !this.#input.value
    this.#activate(options[0])
    if (this.#popup) this.#show(document.activeElement === this.#input)
  }

  #activate(option) {
    choose(this.#list, this.#input, option)
    option?.scrollIntoView({ block: "nearest" })
  }

  #show(on) {
    const open = on && (!this.#popup || this.#shown.length > 0)
    this.#input.setAttribute("aria-expanded", open)
    if (on && this.#popup && this.hasAttribute("src") && !this.#asked) this.#find()
  }

  #key(event) {
    const { key } = event
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault()
      const option = around(this.#shown, this.#active, key === "ArrowDown" ? 1 : -1)
      this.#show(true)
      this.#activate(option)
    } else if (key === "Enter" && !event.isComposing) {
      if (this.#popup || this.#active) event.preventDefault()
      if (this.#input.getAttribute("aria-expanded") === "true") this.#choose(this.#active)
    } else if (key === "Escape" && this.#popup && this.#input.getAttribute("aria-expanded") === "true") {
      event.preventDefault()
      event.stopPropagation()
      this.#show(false)
    }
  }

  #choose(option) {
    if (!option) return
    this.#fill(JSON.parse(option.dataset.set), false)
    this.#note(option)
    const form = this.closest("form")
    if (this.hasAttribute("submits")) return form.requestSubmit()
    if (option.dataset.label) this.#input.value = option.dataset.label
    for (const other of this.#shown) other.toggleAttribute("data-chosen", other === option)
    this.#input.setAttribute("aria-expanded", "false")
    next(form, this)?.focus()
  }

  // Typing on takes back what was chosen.
  #fill(values, all) {
    const form = this.closest("form")
    for (const field of this.querySelectorAll("input[type=hidden]")) if (all) field.value = ""
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value
    if (all) this.#note(null)
  }

  #note(option) {
    const note = this.querySelector("[data-note]")
    const template = option?.querySelector("template")
    note?.replaceChildren(...(template ? [template.content.cloneNode(true)] : []))
  }
}

const next = (form, box) =>
  [...form.elements].find(
    (field) => box.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING && !box.contains(field) && field.type !== "hidden",
  )

customElements.define("combo-box", ComboBox)
