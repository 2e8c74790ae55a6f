import { me, say } from "lib/words"

// <author-name user="3">Bob</author-name>: reads "You" to the person it names.
class AuthorName extends HTMLElement {
  connectedCallback() {
    if (this.getAttribute("user") && this.getAttribute("user") === me) this.textContent = say("you")
  }
}

customElements.define("author-name", AuthorName)
