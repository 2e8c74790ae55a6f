import { h, part } from "./dom.js"

const MORE = "M5 9.5v1M10 9.5v1M15 9.5v1"
const LATER = 5000
const EMPTY = { render() {}, focus() {}, remove() {} }

// What surrounds the talk: questions before it, a note above it, its queue, what is asked after it, the menu. Each is fetched
// when somebody needs it.
export class Lobby {
  #form = null
  #failed = false
  #called = new Set()
  #timer = 0

  constructor(panel) {
    Object.assign(this, { panel, client: panel.client })
    this.more = panel.composer.button(MORE, panel.t("More"), () => panel.composer.use("menu", ({ Menu }) => new Menu(panel)), { "aria-haspopup": "dialog" })
    this.note = h("div", { class: "notice", hidden: true })
  }

  get asking() {
    const { client } = this
    return !this.#failed && (client.asked.length > 0 || client.mayAsk)
  }

  focus() {
    const { panel } = this
    const place = this.asking ? this.#form || panel.close : panel.composer.text
    place.focus()
  }

  render() {
    const { asking, panel, client } = this
    panel.middle.hidden = panel.composer.element.hidden = asking
    if (client.asked.length && asking) this.#ask()
    else if (!asking && this.#form) this.#leave()
    if (panel.isOpen) this.#surround(client)
  }

  #surround({ look, thread, memory, ready }) {
    const { ask, status, version } = thread?.about || {}
    this.#call("note", ready && (look.asks_consent || look.offline))
    this.#call("queue", version && status === "queued")
    this.#call("asks", ask)
    this.panel.composer.coming = this.#call("cards", memory.get("card"))
  }

  // From its first need on it is told of every change, and sees itself whether it is still needed.
  #call(name, needed) {
    if (!needed && !this.#called.has(name)) return null
    this.#called.add(name)
    return part(name).then(({ draw }) => draw(this)).catch(() => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.panel.changed(), LATER)
    })
  }

  // A form that does not load keeps nobody from writing.
  async #ask() {
    if (this.#form) return this.#form.render()
    this.#form = EMPTY
    try {
      const { Form } = await part("form")
      this.#form = new Form(this.panel)
    } catch {
      this.#failed = true
      this.#leave()
    }
    if (this.panel.isOpen) this.focus()
    return this.panel.changed()
  }

  #leave() {
    this.#form.remove()
    this.#form = null
    if (this.panel.isOpen) this.focus()
  }
}
