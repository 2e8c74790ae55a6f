import { ask } from "lib/http"
import { PushSwitch } from "lib/push-switch"

// <push-switch worker devices>: whether this browser is told of notices by push, for whoever is signed in.
class DeskPushSwitch extends PushSwitch {
  get worker() {
    return { address: this.getAttribute("worker"), scope: "/desk/" }
  }

  async send(method, subscription) {
    const answer = await ask(this.getAttribute("devices"), { method, body: JSON.stringify(subscription) })
    if (!answer.ok) throw new Error(`devices: ${answer.status}`)
  }
}

customElements.define("push-switch", DeskPushSwitch)
