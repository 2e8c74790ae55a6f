import { h } from "./dom.js"

const PHONE = "(width < 30rem)"

let shown = null

// A dialog of ours over the page, alone there; it goes by Escape too, and fits what a phone's keyboard leaves.
export class Pane {
  #gone = new AbortController()

  constructor(root, label) {
    this.root = root
    this.dialog = h("dialog", { "class": "widget", "aria-label": label, "popover": "manual", "onkeydown": event => this.#key(event), "oncancel": event => { event.preventDefault(); this.hide() } })
    this.life = { __proto__: null, signal: this.#gone.signal }
    for (const kind of ["resize", "scroll"]) window.visualViewport?.addEventListener(kind, () => this.#fit(), this.life)
    root.append(this.dialog)
    root.onback = () => this.#back()
  }

  get isOpen() {
    return this.dialog.open || (this.dialog.popover !== undefined && this.dialog.matches(":popover-open"))
  }

  remove() {
    this.#gone.abort()
    this.dialog.remove()
  }

  // On a phone it is the whole screen, so what lies behind it must be out of reach; on a desk that stays usable.
  reveal() {
    if (this.isOpen) return
    shown?.hide()
    shown = this
    if (matchMedia(PHONE).matches) this.dialog.showModal()
    else if (this.dialog.showPopover) this.dialog.showPopover()
    else this.dialog.show()
    this.root.toggleAttribute("data-open", true)
    this.#fit()
  }

  hide() {
    if (!this.isOpen) return
    if (this.dialog.open) this.dialog.close()
    else this.dialog.hidePopover()
    this.root.toggleAttribute("data-open", false)
    this.onHide()
  }

  // What leaves a page, as all of it does where a body is swapped, leaves the top layer without a word.
  #back() {
    if (!this.root.hasAttribute("data-open")) return
    shown.dialog.close()
    shown.reveal()
  }

  #key(event) {
    event.stopPropagation() // the host's own shortcuts must not hear what is typed here
    if (event.key !== "Escape" || event.isComposing) return
    event.preventDefault()
    this.hide()
  }

  // The keyboard of a phone covers the layout viewport; the visual one says what is left.
  #fit() {
    const view = window.visualViewport
    if (!view || !this.isOpen) return
    this.root.style.setProperty("--viewport-height", `${Math.round(view.height)}px`)
    this.root.style.setProperty("--viewport-top", `${Math.round(view.offsetTop)}px`)
  }
}
