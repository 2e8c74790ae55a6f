import { PushSwitch } from "../js/lib/push-switch.js"
import { Memory } from "../widget/memory.js"

const WORKER = { address: "/push/worker.js", scope: "/" }

// <tell-me site identity language>: the switch "Tell me on this device" of a site's page. Who switches is whoever the site's
// server vouches for, else the visitor that this browser is to the widget.
class TellMe extends PushSwitch {
  worker = WORKER

  get isSomebody() {
    return Boolean(this.dataset.identity)
  }

  async send(method, subscription) {
    const { site, identity } = this.dataset
    const who = identity ? { site, identity } : {}
    const headers = { "Content-Type": "application/json" }
    if (!identity) headers.Authorization = `Bearer ${await this.#token()}`
    const body = JSON.stringify({ ...who, subscription, language: document.documentElement.lang })
    const answer = await fetch("/push/devices", { method, headers, body, credentials: "omit" })
    if (!answer.ok) throw new Error(`devices: ${answer.status}`)
  }

  // The widget's own, so that what is written there and what is told here concern the same person.
  async #token() {
    const memory = new Memory(this.dataset.site)
    const known = memory.get("token")
    const headers = { "Content-Type": "application/json", ...(known ? { Authorization: `Bearer ${known}` } : {}) }
    const body = JSON.stringify({ site: this.dataset.site, language: document.documentElement.lang })
    const answer = await fetch("/widget/api/session", { method: "POST", headers, body, credentials: "omit" })
    if (!answer.ok) throw new Error(`session: ${answer.status}`)
    const { token } = await answer.json()
    memory.set({ token })
    return token
  }
}

customElements.define("tell-me", TellMe)
