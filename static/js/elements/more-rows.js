// <more-rows>: as many rows as one likes; the empty last one, which is there for pages without scripts, comes by a button.
class MoreRows extends HTMLElement {
  connectedCallback() {
    this.add = this.querySelector("[data-add]")
    this.blank = this.#rows.at(-1).cloneNode(true)
    this.#rows.at(-1).remove()
    this.add.hidden = false
    this.#show()
    this.onclick = ({ target }) => {
      if (target.closest("[data-add]")) this.#append()
      const remove = target.closest("[data-remove]")
      if (remove) this.#remove(remove.closest(".rows__row"))
    }
  }

  disconnectedCallback() {
    this.onclick = null
  }

  get #rows() {
    return [...this.querySelectorAll(".rows__row")]
  }

  #append() {
    const row = this.blank.cloneNode(true)
    this.add.before(row)
    this.#show()
    row.querySelector("input").focus()
  }

  // The keyboard goes on where the row was.
  #remove(row) {
    const next = row.nextElementSibling
    row.remove()
    const place = next.matches(".rows__row") ? next.querySelector("input") : this.add
    place.focus()
    this.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #show() {
    for (const button of this.querySelectorAll("[data-remove]")) button.hidden = false
  }
}

customElements.define("more-rows", MoreRows)
