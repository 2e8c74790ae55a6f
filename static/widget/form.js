import { h, icon } from "./dom.js"
import { wear } from "./styles.js"

const css = `
.form { grid-row: 3 / span 2; overflow-y: auto; display: grid; align-content: start; gap: 16px; padding: 20px 16px max(16px, env(safe-area-inset-bottom, 0px)); grid-template-columns: minmax(0, 1fr); scrollbar-width: thin; }
.form__greeting { white-space: pre-wrap; }
.form__field { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr); > label { font-weight: 500; > span { font-weight: 400; color: var(--ink-soft); } } }
.widget .form__input { font: inherit; font-size: 16px; inline-size: 100%; min-block-size: 40px; padding: 8px 12px; color: inherit; background: var(--paper-raised); border: 1px solid var(--line-control); border-radius: 6px; &:focus-visible { outline-offset: 0; } &[aria-invalid="true"] { border-color: var(--negative); box-shadow: inset 0 0 0 1px var(--negative); } }
.form__error { display: flex; gap: 4px; font: var(--text-s); color: var(--negative); &:not(:has(.icon)) { color: var(--ink-soft); } > .icon { --icon-size: 16px; margin-block-start: 2px; } }
.form > .button { --button-size: 40px; }
@media (pointer: coarse) { .widget .form__input { min-block-size: 44px; } .form > .button { --button-size: 44px; } }
`
const KINDS = { name: ["text", "name"], email: ["email", "email"], phone: ["tel", "tel"], question: ["text", "off"] }

// What a customer is asked before the first word. What was typed stays until it is sent, through a reload too.
export class Form {
  #signs = ""
  #busy = false

  constructor(panel) {
    const { client, t, root, dialog } = panel
    Object.assign(this, { panel, client, t })
    wear(root, css)
    this.element = h("form", { class: "form", novalidate: true, onsubmit: event => this.#submit(event), oninput: () => this.#keep() })
    dialog.append(this.element)
    this.render()
  }

  // Drawn again only when other questions are asked: a network that comes and goes must not move what is being typed.
  render() {
    const { asked, look } = this.client
    const signs = JSON.stringify([asked, look.greeting])
    if (signs === this.#signs) return
    this.#signs = signs
    const kept = this.client.memory.get("answers") || {}
    this.fields = asked.map(question => this.#field(question, kept[question.name] || ""))
    this.status = h("p", { class: "form__error", role: "status" })
    this.send = h("button", { class: "button button--primary" }, this.t("Start the chat"))
    this.element.replaceChildren(look.greeting ? h("p", { class: "form__greeting" }, look.greeting) : "", ...this.fields.map(field => field.element), this.status, this.send)
  }

  focus() {
    (this.fields.find(field => !field.input.value) || this.fields[0]).input.focus()
  }

  remove() {
    this.element.remove()
  }

  #field({ name, label, required, options }, value) {
    const id = `form-${name}`
    const common = { id, "class": "form__input", "aria-describedby": `${id}-error`, "aria-required": String(required) }
    const [type, autocomplete] = KINDS[name] || KINDS.question
    const input = options.length
      ? h("select", common, h("option", { value: "" }, this.t("Choose")), options.map(option => h("option", { value: option.value }, option.label)))
      : h("input", { ...common, type, autocomplete, maxlength: "200" })
    input.value = value
    const optional = required ? "" : h("span", null, ` · ${this.t("optional")}`)
    const error = h("p", { class: "form__error", id: `${id}-error` })
    return { name, required, input, error, element: h("div", { class: "form__field" }, h("label", { for: id }, label, optional), input, error) }
  }

  get #answers() {
    return Object.fromEntries(this.fields.map(({ name, input }) => [name, input.value.trim()]))
  }

  #keep() {
    this.client.memory.set({ answers: this.#answers })
  }

  async #submit(event) {
    event.preventDefault()
    const missing = this.fields.filter(({ required, input }) => required && !input.value.trim())
    this.#blame(Object.fromEntries(missing.map(({ name }) => [name, this.t("Fill this in.")])))
    if (missing.length || this.#busy) return
    this.#wait(true)
    const wrong = await this.#introduce()
    this.#wait(false)
    if (wrong) this.#blame(wrong)
  }

  // Nothing when the answers were taken; else the sentences, by field. Without a network it goes on trying.
  async #introduce() {
    const { api, reception, tabs } = this.client
    try {
      const standing = await api.insist("introduction", this.#answers)
      this.client.memory.set({ answers: undefined })
      reception.stand(standing)
      tabs.tell("standing")
      return null
    } catch (failure) {
      return { "": failure.message, ...failure.fields }
    }
  }

  #wait(busy) {
    this.#busy = busy
    this.send.setAttribute("aria-disabled", String(busy))
    clearTimeout(this.timer)
    this.status.replaceChildren()
    if (busy) this.timer = setTimeout(() => { this.status.textContent = this.t("Waiting for the network. What you wrote is kept.") }, 2000)
  }

  #blame(wrong) {
    for (const { name, input, error } of this.fields) {
      const sentence = wrong[name]
      input.setAttribute("aria-invalid", String(Boolean(sentence)))
      error.replaceChildren(...(sentence ? [icon("info"), sentence] : []))
    }
    const first = this.fields.find(({ name }) => wrong[name])
    if (first) first.input.focus()
    else if (wrong[""]) this.status.replaceChildren(icon("info"), wrong[""])
  }
}
