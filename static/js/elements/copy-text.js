// <copy-text>: a field and a button that copies it, and says so.
class CopyText extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button")
    this.button.hidden = false
    this.button.onclick = () => this.#copy()
  }

  disconnectedCallback() {
    this.button.onclick = null
  }

  async #copy() {
    const field = this.querySelector("textarea, input")
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      // No permission, or not over https: the older way needs neither.
      document.execCommand("copy")
    }
    const word = this.button.querySelector("span")
    word.textContent = this.button.dataset.copied
    word.setAttribute("role", "status")
  }
}

customElements.define("copy-text", CopyText)
