import { me, say } from "lib/words"

// <happening-line kind="taken" name="Bob" by="3">: a system line in the reader's words; "You took it" when by is the reader.
class HappeningLine extends HTMLElement {
  connectedCallback() {
    const kind = this.getAttribute("kind")
    const mine = this.getAttribute("by") === me
    const values = { name: this.getAttribute("name"), to: this.getAttribute("to"), text: this.getAttribute("text") }
    this.textContent = say(mine ? `${kind}_by_me` : kind, values)
  }
}

customElements.define("happening-line", HappeningLine)
