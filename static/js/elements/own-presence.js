import htmx from "htmx"
import { hear } from "lib/bus"
import { unpressed } from "lib/exchanging"
import { ask } from "lib/http"

// <own-presence src="...">: says that a colleague has set one's status, until one is back.
class OwnPresence extends HTMLElement {
  #off
  #said = ""

  connectedCallback() {
    this.#off = hear(this, {
      welcome: this.#ask,
      poke: ({ topic }) => topic === "presence" && this.#ask(),
      // Whatever was just done, "I am back" may have been it.
      "catch-up": () => this.childElementCount && this.#ask(),
    })
  }

  disconnectedCallback() {
    this.#off()
  }

  async #ask() {
    const answer = await ask(this.getAttribute("src")).catch(() => null)
    if (!answer?.ok) return
    const said = await answer.text()
    unpressed(this, () => this.#say(said))
  }

  #say(said) {
    if (said === this.#said) return
    this.innerHTML = this.#said = said
    htmx.process(this)
  }
}

customElements.define("own-presence", OwnPresence)
