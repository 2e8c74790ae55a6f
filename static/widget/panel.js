import { Composer } from "./composer.js"
import { h, icon, part } from "./dom.js"
import { Lobby } from "./lobby.js"
import { Log } from "./log.js"
import { Pane } from "./pane.js"

const CALM = 1500

// The card that opens: head, strip, messages, composer. Draws what the client knows, at most once a frame.
export class Panel extends Pane {
  #frame = 0
  #strip = ""
  #since = 0

  constructor({ client, words, times, origin, root, onClose }) {
    super(root, words.t("Chat"))
    Object.assign(this, { client, words, times, onClose })
    this.t = (sentence, values) => words.t(sentence, values)
    this.log = new Log({ client, words, times, origin })
    this.composer = this.log.composer = new Composer({ client, words, log: this.log })
    this.composer.onSend = () => this.log.toEnd()
    this.lobby = new Lobby(this)
    this.#build()
    this.#listen()
    this.render()
  }

  #build() {
    const { t } = this
    this.face = h("span")
    this.name = h("b")
    this.line = h("span")
    this.people = h("span", { hidden: true }, t("People answer here, not bots."))
    this.close = h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": t("Close chat"), "onclick": () => this.hide() }, icon("x"))
    this.stripText = h("p")
    this.strip = h("div", { class: "notice notice--warning", role: "status", hidden: true }, icon("offline"), this.stripText)
    this.middle = h("div", { class: "widget__middle" }, this.log.element, this.log.down)
    this.dialog.append(
      h("div", { class: "widget__head" }, this.face, h("div", { class: "widget__who" }, this.name, this.people, this.line), h("div", null, this.lobby.more, this.close)),
      h("div", { class: "widget__strip" }, this.strip, this.lobby.note), this.middle, this.composer.element)
  }

  #listen() {
    const { dialog } = this
    for (const kind of ["dragenter", "dragover", "drop"]) dialog.addEventListener(kind, event => this.#dragged(event))
    document.addEventListener("visibilitychange", () => this.#attend(), this.life)
  }

  show(text) {
    if (text) this.composer.propose(text)
    this.reveal()
    this.log.markFresh()
    this.render()
    this.log.toEnd()
    this.lobby.focus()
    this.#attend()
    this.client.reception.renew()
  }

  onHide() {
    this.#attend()
    this.onClose()
  }

  #attend() {
    this.client.attend(this.isOpen && document.visibilityState === "visible")
    this.client.visit.watch(this.isOpen)
  }

  // The browser would show the file in place of the page: that is refused at once, the rest may come a moment later.
  #dragged(event) {
    const { types, files } = event.dataTransfer
    if (!types.includes("Files") && !files.length) return
    event.preventDefault()
    const dropped = event.type === "drop"
    if (dropped) this.composer.add(files)
    part("drop").then(({ hover, leave }) => (dropped ? leave() : hover(this)), () => {})
  }

  changed() {
    this.#frame ||= setTimeout(() => {
      this.#frame = 0
      this.render()
    }, 16)
  }

  render() {
    this.#drawHead()
    this.#drawStrip()
    this.lobby.render()
    if (this.isOpen) this.log.render()
  }

  #drawHead() {
    const { look, thread } = this.client
    const about = thread?.about || {}
    const agent = about.status === "joined" || about.status === "closed" ? about.agent : null
    const author = agent ? { kind: "agent", ...agent } : { kind: "bot", ...look.bot }
    const line = this.#standing(about.status, agent)
    const sign = JSON.stringify([author, look.title, look.name, look.people_only, line])
    if (sign === this.headSign) return
    this.headSign = sign
    this.face.replaceChildren(this.log.view.avatar(author, true))
    this.name.textContent = agent?.name || look.title || look.name || this.t("Chat")
    this.people.hidden = !look.people_only || Boolean(agent)
    this.line.textContent = line
  }

  #standing(status, agent) {
    const { look, reception } = this.client
    if (status === "closed") return this.t("Closed. Write to go on.")
    if (agent) return look.name || this.t("Here now")
    if (reception.promise) return reception.promise
    if (status === "queued" && !this.client.thread.unborn) return this.t("Somebody will answer here")
    return look.title && look.name !== look.title ? look.name || "" : this.t("Write to us, we answer here")
  }

  // A short break is nobody's business: the strip waits a moment before it speaks.
  #drawStrip() {
    const sentence = this.#trouble()
    if (sentence && !this.#since) {
      this.#since = Date.now()
      setTimeout(() => this.changed(), CALM + 50)
    }
    if (!sentence) this.#since = 0
    const shown = sentence && (navigator.onLine === false || this.client.refusal || Date.now() - this.#since >= CALM) ? sentence : ""
    if (shown === this.#strip) return
    this.#strip = shown
    this.stripText.textContent = shown
    this.strip.hidden = !shown
  }

  #trouble() {
    const { refusal, offline, trouble } = this.client
    if (refusal) return refusal === true ? this.t("Chat is not available on this page.") : refusal
    if (offline) return this.t("Waiting for the network. Your messages are kept and will be sent.")
    if (trouble?.status >= 500) return this.t("The service does not answer just now. Your messages are kept and will be sent.")
    return ""
  }
}
