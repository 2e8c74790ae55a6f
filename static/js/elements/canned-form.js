import { insert } from "lib/inserting"
import { language } from "lib/words"

const TITLE = 60
const SAMPLES = {
  en: { greeting: "Good afternoon", customer: "Dave", operator: "Alice", ticket: "#2041", department: "Cards", time: "14:05", date: "21 November" },
  ru: { greeting: "Добрый день", customer: "Оксана", operator: "Алиса", ticket: "#2041", department: "Карты", time: "14:05", date: "21 ноября" },
}

// <canned-form>: starts from what stands in the composer, puts variables in at the caret, and shows what the customer would read.
class CannedForm extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea")
    this.preview = this.querySelector("[data-preview]")
    const begun = document.querySelector("reply-composer textarea")?.value.trim()
    if (!this.text.value && begun && !this.querySelector('[role="alert"]')) this.#start(begun)
    for (const button of this.querySelectorAll("[data-variable]")) button.onclick = () => insert(this.text, `{${button.dataset.variable}}`)
    this.text.oninput = this.querySelector("select[name=language]").onchange = () => this.#show()
    this.#show()
  }

  #start(text) {
    const title = this.querySelector("input[name=title]")
    const [first] = text.split(/[\n.!?]/)
    this.text.value = text
    title.value ||= first.length > TITLE ? `${first.slice(0, TITLE)}…` : first
    this.querySelector("select[name=language]").value = /[а-яё]/i.test(text) ? "ru" : "en"
  }

  #show() {
    const chosen = this.querySelector("select[name=language]").value || language.slice(0, 2)
    const samples = SAMPLES[chosen] ?? SAMPLES.en
    const parts = this.text.value.split(/(\{[\p{L}_][\p{L}\p{N}_ ]{0,39}\})/u)
    this.preview.replaceChildren(...parts.map((part) => (/^\{.+\}$/.test(part) ? filled(part, samples) : part)))
    this.preview.parentElement.hidden = !this.text.value.trim()
  }
}

function filled(part, samples) {
  const sample = samples[part.slice(1, -1).toLowerCase()]
  return sample ?? Object.assign(document.createElement("mark"), { textContent: part })
}

customElements.define("canned-form", CannedForm)
