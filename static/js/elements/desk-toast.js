import { say } from "lib/words"
import { hear } from "lib/bus"

const LIFE = 6_000

// <desk-toast>: says what happened, for six seconds, longer while it is hovered or focused.
class DeskToast extends HTMLElement {
  #timer

  connectedCallback() {
    const shut = document.createElement("button")
    shut.className = "button button--quiet button--small"
    shut.type = "button"
    shut.textContent = say("dismiss")
    shut.onclick = () => this.remove()
    this.append(shut)
    raise(this.parentElement)
    // One thing at a time can be taken back, the last one; what was taken back needs no more saying.
    if (this.querySelector("[data-undo]"))
      for (const other of this.parentElement.children) if (other !== this && other.querySelector("[data-undo]")) other.remove()
    this.addEventListener("htmx:after:request", () => this.remove())
    this.onmouseenter = this.onfocusin = () => clearTimeout(this.#timer)
    this.onmouseleave = this.onfocusout = () => this.#leaveLater()
    this.#leaveLater()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  #leaveLater() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.remove(), LIFE)
  }
}

// A refusal is not said behind the dialog that it is about.
function raise(toasts) {
  if (!document.querySelector("dialog:modal")) return
  toasts.popover = "manual"
  toasts.hidePopover()
  toasts.showPopover()
}

customElements.define("desk-toast", DeskToast)

hear(document, {
  toast({ text }) {
    const toasts = document.getElementById("toasts")
    if ([...toasts.children].some((toast) => toast.dataset.text === text)) return
    const toast = document.createElement("desk-toast")
    toast.className = "toast"
    toast.dataset.text = text
    toast.append(text)
    toasts.append(toast)
  },
})
