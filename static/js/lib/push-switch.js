// Relative: pages of sites without our import map use it, too.
import { publicKey, standing, subscribe, unsubscribe } from "./push.js"

// A switch for pushes on this device, for the pages of anybody. Whoever extends it says which `worker` shows them, and
// tells the server by `send(method, subscription)`, which throws where that fails.
export class PushSwitch extends HTMLElement {
  #switch = this.querySelector("[role=switch]")

  async connectedCallback() {
    this.#switch.onchange = () => this.#turn()
    // Where no push service is set up, nothing is offered.
    if (!(await publicKey().catch(() => ""))) return
    const state = await standing(this.worker)
    this.#show(state)
    if (state === "on" && this.isSomebody) await this.#subscribe().catch(() => {})
  }

  // Who reads this is known for sure. Then what the switch says is made true again: the server may have buried this device,
  // got another key, or know it as that of whoever signed in here before.
  get isSomebody() {
    return true
  }

  #subscribe() {
    return subscribe(this.worker, (subscription) => this.send("POST", subscription))
  }

  async #turn() {
    const on = this.#switch.checked
    this.#switch.disabled = true
    try {
      if (on) await this.#subscribe()
      else await unsubscribe(this.worker, (subscription) => this.send("DELETE", subscription))
      this.#show(await standing(this.worker))
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
}
