import { language } from "lib/words"

// <zone-clock zone="Europe/Kyiv">: what the clock on the customer's wall says.
class ZoneClock extends HTMLElement {
  #timer

  connectedCallback() {
    this.#show()
    this.#timer = setInterval(() => this.#show(), 15_000)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
  }

  #show() {
    const timeZone = this.getAttribute("zone")
    const place = timeZone.split("/").at(-1).replaceAll("_", " ")
    try {
      const clock = new Intl.DateTimeFormat(language, { timeZone, timeStyle: "short", hourCycle: "h23" })
      this.textContent = `${clock.format(new Date())}, ${place}`
    } catch {
      this.textContent = place
    }
  }
}

customElements.define("zone-clock", ZoneClock)
