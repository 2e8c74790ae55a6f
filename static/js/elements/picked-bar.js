import { say } from "lib/words"

const ASKS = new Set(["assign", "transfer", "tag", "priority", "snooze"])
const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")

// <picked-bar>: what can be done with the chosen tickets. Chosen with the box, with X, with Shift for all in between.
class PickedBar extends HTMLElement {
  #picked = new Set()
  #last = null
  #off

  connectedCallback() {
    this.#off = new AbortController()
    const { signal } = this.#off
    this.#pane.addEventListener("click", this.#clicked, { signal })
    this.#pane.addEventListener("change", this.#changed, { signal })
    this.#pane.addEventListener("rows", this.#renew, { signal })
    document.addEventListener("keydown", this.#key, { signal })
    document.addEventListener("htmx:after:swap", this.#told, { signal })
    this.#renew()
  }

  disconnectedCallback() {
    this.#off.abort()
  }

  get #pane() {
    return this.closest(".desk__list")
  }

  get #boxes() {
    return [...this.#pane.querySelectorAll(".ticket-row__pick input")]
  }

  #changed = ({ target }) => {
    if (target.matches("[data-all]")) this.#pickAll(target.checked)
    else if (target.matches(".ticket-row__pick input")) this.#pick(target, target.checked)
  }

  // With Shift the box's own click is one of a range; the last one that was touched is its other end.
  #clicked = (event) => {
    const act = event.target.closest?.("[data-act]")
    if (act) return this.#act(act.dataset.act)
    if (event.target.closest?.("[data-none]")) return this.clear()
    if (event.target.closest?.("[data-forget]")) event.target.closest("[data-refused]").remove()
    if (event.shiftKey && event.target.matches?.(".ticket-row__pick input")) this.#range(event.target)
  }

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog:modal")) return
    if (event.key === "Escape" && this.#picked.size && this.#pane.contains(document.activeElement)) return this.clear()
    if (document.body.dataset.singleKeys === "off") return
    if (event.code !== "KeyX" && event.key.toLowerCase() !== "x") return
    const item = document.activeElement.closest?.(".ticket-item") ?? this.#pane.querySelector(".ticket-item:has([aria-current])")
    const box = item?.querySelector("input")
    if (!box) return
    event.preventDefault()
    box.checked = !box.checked
    if (event.shiftKey) this.#range(box)
    this.#pick(box, box.checked)
  }

  #range(box) {
    const boxes = this.#boxes
    const ends = [boxes.findIndex(({ value }) => value === this.#last), boxes.indexOf(box)]
    if (ends[0] < 0) return
    for (const each of boxes.slice(Math.min(...ends), Math.max(...ends) + 1)) this.#set(each, box.checked)
    this.#last = box.value
    this.#show()
  }

  #pick(box, on) {
    this.#set(box, on)
    this.#last = box.value
    this.#show()
  }

  #pickAll(on) {
    for (const box of this.#boxes) this.#set(box, on)
    this.#show()
  }

  #set(box, on) {
    mark(box, on)
    if (on) this.#picked.add(box.value)
    else this.#picked.delete(box.value)
  }

  clear() {
    const inside = this.contains(document.activeElement)
    this.#picked.clear()
    this.#renew()
    if (inside) (document.getElementById(`row-${this.#last}`) ?? this.#pane.querySelector(".ticket-row"))?.focus()
  }

  // Rows came and went: who is gone is chosen no more, who is there looks as chosen as he is.
  #renew = () => {
    const shown = new Set()
    for (const box of this.#boxes) {
      shown.add(box.value)
      mark(box, this.#picked.has(box.value))
    }
    this.#picked = this.#picked.intersection(shown)
    this.#show()
  }

  #show() {
    const { size } = this.#picked
    this.hidden = !size
    this.#pane.classList.toggle("desk__list--picking", size > 0)
    this.querySelector("[data-count]").textContent = size ? say("chosen", { n: size }) : ""
    const all = this.querySelector("[data-all]")
    all.checked = size > 0 && size === this.#boxes.length
    all.indeterminate = size > 0 && !all.checked
  }

  #act(name) {
    const form = this.querySelector(name === "macro" ? "[data-macro]" : ASKS.has(name) ? "[data-ask]" : "[data-do]")
    form.replaceChildren(field("act", name), ...[...this.#picked].map((number) => field("ticket", number)))
    form.requestSubmit()
  }

  // The answer names those that were refused: they stay chosen.
  #told = ({ detail }) => {
    const refused = detail.ctx.target?.id === "bulk-outcome" && detail.ctx.target.querySelector("[data-refused]")
    if (!refused) return
    this.#picked = new Set(refused.dataset.refused.split(" ").filter(Boolean))
    this.#renew()
  }
}

function mark(box, on) {
  box.checked = on
  box.closest(".ticket-item").classList.toggle("ticket-item--picked", on)
}

const field = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value })

customElements.define("picked-bar", PickedBar)
