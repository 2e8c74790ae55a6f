import { say } from "lib/words"

// <say-word word="note">: one word of the page's catalogue, for HTML that must be the same for every reader.
class SayWord extends HTMLElement {
  connectedCallback() {
    this.textContent = say(this.getAttribute("word"))
  }
}

customElements.define("say-word", SayWord)
