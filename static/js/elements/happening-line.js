import { me, say } from "lib/words"

// <happening-line kind="taken" name="Bob" by="3">: a system line in the reader's words; "You took it" when by is the reader.
class HappeningLine extends HTMLElement {
  connectedCallback() {
    const values = { name: this.getAttribute("name"), to: this.getAttribute("to"), text: this.getAttribute("text") }
    this.textContent = say(this.#kind(values) + this.#by(values), values)
  }

  #kind({ name, to }) {
    const kind = this.getAttribute("kind")
    return kind === "assigned" && name === to ? "taken" : kind
  }

  #by({ name }) {
    if (this.getAttribute("by") === me) return "_by_me"
    return name ? "" : "_by_itself"
  }
}

customElements.define("happening-line", HappeningLine)
