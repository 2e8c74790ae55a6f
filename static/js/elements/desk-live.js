import { hear } from "lib/bus"
import { DeskSocket } from "lib/socket"

// <desk-live src="/live/desk/">: what the server tells becomes events on the page, what elements ask goes to the server.
class DeskLive extends HTMLElement {
  #socket
  #off

  connectedCallback() {
    this.#socket = new DeskSocket(this.getAttribute("src"))
    this.#off = hear(this, {
      send: (frame) => this.#socket.send(frame),
      reached: () => this.#socket.hurry(),
      connection: this.#show,
      "signed-out": this.#signedOut,
    })
    this.#socket.open()
  }

  disconnectedCallback() {
    this.#off()
    this.#socket.close()
  }

  #show({ state }) {
    for (const notice of this.querySelectorAll(".desk__strips [data-state]")) notice.hidden = notice.dataset.state !== state
  }

  #signedOut() {
    this.#show({ state: "signed-out" })
    this.#socket.close()
  }
}

customElements.define("desk-live", DeskLive)
