import { elapsed, exact, short, time } from "lib/times"

const FORMS = { short, time, elapsed, exact }
const TICK = 30_000

// <local-time datetime="..." form="short|time|elapsed">: a moment in the reader's language and zone.
class LocalTime extends HTMLElement {
  static observedAttributes = ["datetime"]
  #timer

  connectedCallback() {
    this.#show()
    if (this.#form !== "time") this.#timer = setInterval(() => this.#show(), TICK)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
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
    let moment = this.querySelector("time")
    if (!moment) this.append((moment = document.createElement("time")))
    moment.dateTime = date.toISOString()
    moment.title = exact(date)
    moment.textContent = FORMS[this.#form](date)
  }
}

customElements.define("local-time", LocalTime)
