import { sound } from "lib/sounds"

// <notify-permission>: whether this browser may notify, the one button by which it may be asked, and how the tones sound.
class NotifyPermission extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-ask]").onclick = () => Notification.requestPermission().then(() => this.#show())
    this.querySelector("[data-samples]").hidden = false
    for (const button of this.querySelectorAll("[data-sound]")) button.onclick = () => sound(button.dataset.sound)
    this.#show()
  }

  #show() {
    const state = "Notification" in window && isSecureContext ? Notification.permission : "none"
    for (const line of this.querySelectorAll("[data-state]")) line.hidden = line.dataset.state !== state
  }
}

customElements.define("notify-permission", NotifyPermission)
