import { ask, parse } from "lib/http"
import { say } from "lib/words"

// <merged-talk number="2041">: what was said in a ticket that goes on in this one, shown on the spot when somebody wants it.
class MergedTalk extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) return
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: say("show_talk") })
    button.setAttribute("aria-expanded", "false")
    button.onclick = () => this.#toggle(button)
    this.append(button)
  }

  async #toggle(button) {
    const shown = this.querySelector(".excerpt-box")
    if (shown) shown.remove()
    else if (!(await this.#show())) return
    button.setAttribute("aria-expanded", String(!shown))
    button.textContent = say(shown ? "show_talk" : "hide_talk")
  }

  async #show() {
    const response = await ask(`/desk/tickets/${this.getAttribute("number")}/talk/`).catch(() => null)
    if (!response?.ok) return false
    this.append(parse(await response.text()))
    return true
  }
}

customElements.define("merged-talk", MergedTalk)
