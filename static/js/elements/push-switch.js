import { ask } from "lib/http"
import { publicKey, standing, subscribe, unsubscribe } from "lib/push"

// <push-switch worker devices>: whether this browser is told by push, and the switch for it.
class PushSwitch extends HTMLElement {
  #switch = this.querySelector("[role=switch]")

  async connectedCallback() {
    this.#switch.onchange = () => this.#turn()
    // Where no push service is set up, nothing is offered.
    if (await publicKey().catch(() => "")) this.#show(await standing(this.#worker))
  }

  get #worker() {
    return { address: this.getAttribute("worker"), scope: "/desk/" }
  }

  async #turn() {
    const on = this.#switch.checked
    this.#switch.disabled = true
    try {
      if (on) await subscribe(this.#worker, (subscription) => this.#send("POST", subscription))
      else await unsubscribe(this.#worker, (subscription) => this.#send("DELETE", subscription))
      this.#show(await standing(this.#worker))
    } catch {
      this.#show(on ? "off" : "on", "failed")
    }
  }

  #show(state, line = state) {
    this.hidden = false
    this.#switch.checked = state === "on"
    this.#switch.disabled = ["unsupported", "denied"].includes(state)
    for (const each of this.querySelectorAll("[data-state]")) each.hidden = each.dataset.state !== line
  }

  async #send(method, subscription) {
    const answer = await ask(this.getAttribute("devices"), { method, body: JSON.stringify(subscription) })
    if (!answer.ok) throw new Error(`devices: ${answer.status}`)
  }
}

customElements.define("push-switch", PushSwitch)
