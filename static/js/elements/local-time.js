import { elapsed, exact, short, time } from "lib/times"
import { keepCurrent, letGo } from "lib/ticking"

const FORMS = { short, time, elapsed, exact }

// <local-time datetime="..." form="short|time|elapsed">: a moment in the reader's language and zone.
class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"]
  #said

  connectedCallback() {
    this.#show()
    if (this.#form !== "time") keepCurrent(this)
  }

  disconnectedCallback() {
    letGo(this)
  }

  tick() {
    this.#show()
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show()
  }

  get #form() {
    return this.getAttribute("form") ?? "time"
  }

  #show() {
    const date = new Date(this.getAttribute("datetime"))
    if (isNaN(date)) return
    const words = FORMS[this.#form](date)
    if (this.#said === `${+date} ${words}`) return
    this.#said = `${+date} ${words}`
    let moment = this.querySelector("time")
    if (!moment) this.append((moment = document.createElement("time")))
    moment.dateTime = date.toISOString()
    moment.title = exact(date)
    moment.textContent = words
  }
}

customElements.define("local-time", LocalTime)
