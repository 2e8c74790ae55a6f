import { Composer } from "./composer.js"
import { h, icon } from "./dom.js"
import { Log } from "./log.js"

const CALM = 1500
const PHONE = "(width < 30rem)"

// The card that opens: head, strip, messages, composer. Draws what the client knows, at most once a frame.
export class Panel {
  #frame = 0
  #strip = ""
  #since = 0

  constructor({ client, words, times, origin, root, onClose }) {
    Object.assign(this, { client, words, root, onClose })
    this.t = (sentence, values) => words.t(sentence, values)
    this.log = new Log({ client, words, times, origin })
    this.composer = this.log.composer = new Composer({ client, words, log: this.log })
    this.composer.onSend = () => this.log.toEnd()
    this.#build()
    this.#listen()
    this.render()
  }

  get isOpen() {
    return this.dialog.open || (this.dialog.popover !== undefined && this.dialog.matches(":popover-open"))
  }

  #build() {
    const { t } = this
    this.face = h("span")
    this.name = h("b")
    this.line = h("span")
    this.close = h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": t("Close chat"), "onclick": () => this.hide() }, icon("x"))
    this.stripText = h("p")
    this.strip = h("div", { class: "notice notice--warning widget__strip", role: "status" }, icon("offline"), this.stripText)
    this.strip.hidden = true
    this.drop = h("div", { class: "widget__drop", hidden: true }, icon("clip"), t("Drop the files here"))
    this.dialog = h("dialog", { "class": "widget", "aria-label": t("Chat"), "popover": "manual" },
      h("div", { class: "widget__head" }, this.face, h("div", { class: "widget__who" }, this.name, this.line), this.close),
      this.strip, h("div", { class: "widget__middle" }, this.log.element, this.log.down, this.drop), this.composer.element)
    this.root.append(this.dialog)
  }

  #listen() {
    const { dialog } = this
    dialog.addEventListener("keydown", event => this.#key(event))
    dialog.addEventListener("cancel", event => { event.preventDefault(); this.hide() })
    for (const kind of ["dragenter", "dragover"]) dialog.addEventListener(kind, event => this.#dragged(event))
    dialog.addEventListener("dragleave", event => { if (!dialog.contains(event.relatedTarget)) this.drop.hidden = true })
    dialog.addEventListener("drop", event => this.#dropped(event))
    document.addEventListener("visibilitychange", () => this.#attend())
    window.visualViewport?.addEventListener("resize", () => this.#fit())
    window.visualViewport?.addEventListener("scroll", () => this.#fit())
  }

  show(text) {
    if (text) this.composer.propose(text)
    if (!this.isOpen) this.#reveal()
    this.root.toggleAttribute("data-open", true)
    this.log.markFresh()
    this.#fit()
    this.render()
    this.log.toEnd()
    this.composer.text.focus()
    this.#attend()
  }

  // On a phone the chat is the whole screen, so what lies behind it must be out of reach; on a desk it stays usable.
  #reveal() {
    if (matchMedia(PHONE).matches) this.dialog.showModal()
    else if (this.dialog.showPopover) this.dialog.showPopover()
    else this.dialog.show()
  }

  hide() {
    if (!this.isOpen) return
    if (this.dialog.open) this.dialog.close()
    else this.dialog.hidePopover()
    this.root.toggleAttribute("data-open", false)
    this.#attend()
    this.onClose()
  }

  #attend() {
    this.client.attend(this.isOpen && document.visibilityState === "visible")
    this.client.visit.watch(this.isOpen)
  }

  #key(event) {
    event.stopPropagation() // the host's own shortcuts must not hear what is typed here
    if (event.key !== "Escape" || event.isComposing) return
    event.preventDefault()
    this.hide()
  }

  #dragged(event) {
    if (![...event.dataTransfer.types].includes("Files")) return
    event.preventDefault()
    this.drop.hidden = false
  }

  #dropped(event) {
    this.drop.hidden = true
    if (!event.dataTransfer.files.length) return
    event.preventDefault()
    this.composer.add(event.dataTransfer.files)
  }

  // The keyboard of a phone covers the layout viewport; the visual one says what is left.
  #fit() {
    const view = window.visualViewport
    if (!view || !this.isOpen) return
    this.root.style.setProperty("--viewport-height", `${Math.round(view.height)}px`)
    this.root.style.setProperty("--viewport-top", `${Math.round(view.offsetTop)}px`)
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
    if (this.isOpen) this.log.render()
  }

  #drawHead() {
    const { look, thread } = this.client
    const about = thread?.about || {}
    const agent = about.status === "joined" || about.status === "closed" ? about.agent : null
    const author = agent ? { kind: "agent", ...agent } : { kind: "bot", ...look.bot }
    const sign = JSON.stringify([author, look.title, look.name, about.status])
    if (sign === this.headSign) return
    this.headSign = sign
    this.face.replaceChildren(this.log.view.avatar(author, true))
    this.name.textContent = agent?.name || look.title || look.name || this.t("Chat")
    this.line.textContent = this.#standing(about.status, agent)
  }

  #standing(status, agent) {
    const { look } = this.client
    if (status === "closed") return this.t("Closed. Write to go on.")
    if (agent) return look.name || this.t("Here now")
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
