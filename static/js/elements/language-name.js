import { language } from "lib/words"

// <language-name code="uk">: Ukrainian.
class LanguageName extends HTMLElement {
  connectedCallback() {
    const code = this.getAttribute("code")
    try {
      const name = new Intl.DisplayNames(language, { type: "language" }).of(code)
      this.textContent = name[0].toLocaleUpperCase(language) + name.slice(1)
    } catch {
      this.textContent = code
    }
  }
}

customElements.define("language-name", LanguageName)
