const STEPS = { ArrowDown: 1, ArrowUp: -1 }

// <choice-list>: a column of buttons; the arrows walk it, the first one or the current one has the focus.
class ChoiceList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this.#walk)
  }

  disconnectedCallback() {
    this.removeEventListener("keydown", this.#walk)
  }

  #walk = (event) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const buttons = [...this.querySelectorAll("button")]
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus()
  }
}

customElements.define("choice-list", ChoiceList)
