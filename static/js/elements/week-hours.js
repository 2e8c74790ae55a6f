// <week-hours>: hides what most weeks do not need (a second opening), and fills five days at once.
class WeekHours extends HTMLElement {
  connectedCallback() {
    this.copy = this.querySelector("[data-copy]")
    this.copy.hidden = false
    for (const day of this.#days) this.#arrange(day)
    this.onclick = ({ target }) => this.#clicked(target)
    this.oninput = ({ target }) => this.#arrange(target.closest(".week__day"))
  }

  disconnectedCallback() {
    this.onclick = this.oninput = null
  }

  get #days() {
    return [...this.querySelectorAll(".week__day")]
  }

  #clicked(target) {
    if (target.closest("[data-copy]")) return this.#spread()
    const day = target.closest(".week__day")
    if (target.closest("[data-break]")) {
      day.querySelector(".week__times--second").hidden = false
      target.hidden = true
      inputs(day)[2].focus()
    }
    if (target.closest("[data-clear]")) {
      for (const input of inputs(day)) input.value = ""
      this.#arrange(day)
      inputs(day)[0].focus()
    }
  }

  #spread() {
    const [monday, ...others] = this.#days
    const times = inputs(monday).map((input) => input.value)
    for (const day of others.slice(0, 4)) {
      inputs(day).forEach((input, place) => (input.value = times[place]))
      this.#arrange(day)
    }
  }

  #arrange(day) {
    const [first, second] = [inputs(day).slice(0, 2), inputs(day).slice(2)].map((pair) => pair.some((input) => input.value))
    const part = day.querySelector(".week__times--second")
    if (!part.contains(document.activeElement)) part.hidden = !second
    day.querySelector("[data-break]").hidden = !first || second || !part.hidden
    day.querySelector("[data-clear]").hidden = !first && !second
  }
}

const inputs = (day) => [...day.querySelectorAll("input")]

customElements.define("week-hours", WeekHours)
