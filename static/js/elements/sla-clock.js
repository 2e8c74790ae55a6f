import { short } from "lib/times"
import { keepCurrent, letGo } from "lib/ticking"
import { say } from "lib/words"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const AT_RISK = 0.25

// <sla-clock since="..." due="...">: how much of a promise is left, as a ring that empties and in words.
class SlaClock extends HTMLElement {
  static observedAttributes = ["since", "due"]
  #said

  connectedCallback() {
    keepCurrent(this)
    this.tick()
  }

  disconnectedCallback() {
    letGo(this)
  }

  attributeChangedCallback() {
    if (this.isConnected) this.tick()
  }

  tick(now = new Date()) {
    const since = new Date(this.getAttribute("since"))
    const due = new Date(this.getAttribute("due"))
    const left = due - now
    const share = Math.min(Math.max(left / Math.max(due - since, 1), 0), 1)
    const words = left < 0 ? say("late", { time: span(-left) }) : left < DAY ? span(left) : short(due, now)
    const state = `${Math.ceil(share * 20) * 5} ${left < 0} ${share <= AT_RISK} ${words}`
    if (state === this.#said) return
    this.#said = state
    this.dataset.share = Math.ceil(share * 20) * 5
    this.classList.toggle("sla--late", left < 0)
    this.classList.toggle("sla--soon", left >= 0 && share <= AT_RISK)
    const named = document.createElement("span")
    named.className = "visually-hidden"
    named.textContent = say("answer_due")
    this.replaceChildren(named, ` ${words}`)
  }
}

function span(ms) {
  if (ms < HOUR) return say("minutes", { n: Math.floor(ms / MINUTE) })
  if (ms >= DAY) return say("days", { n: Math.floor(ms / DAY) })
  const minutes = Math.floor((ms % HOUR) / MINUTE)
  return minutes ? say("hours_minutes", { h: Math.floor(ms / HOUR), n: minutes }) : say("hours", { n: Math.floor(ms / HOUR) })
}

customElements.define("sla-clock", SlaClock)
