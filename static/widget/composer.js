import { h, icon, part } from "./dom.js"
import { pause } from "./memory.js"

const CARD_WITHIN = 5000

// Where the customer writes. Files, emoji and the recorder are parts of their own, fetched when they are asked for.
export class Composer {
  constructor({ client, words, log }) {
    Object.assign(this, { client, words, log })
    this.t = (sentence, values) => words.t(sentence, values)
    this.#build()
    this.text.value = client.memory.draft
    this.#typed()
  }

  get draft() {
    return this.text.value
  }

  clear() {
    this.text.value = ""
    this.card = null
    this.shelf?.clear()
    this.unquote()
    this.check()
  }

  propose(text) {
    if (!this.text.value.trim()) this.insert(text)
  }

  // Over what is selected, as if it were typed.
  insert(text) {
    const { selectionStart: from, selectionEnd: to } = this.text
    this.text.setRangeText(text, from, to, "end")
    this.#typed()
  }

  unquote() {
    this.quoted = null
    this.answer.hidden = true
  }

  button(name, label, act, more) {
    return h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": label, "title": label, "onclick": act, ...more }, icon(name))
  }

  #build() {
    const { t } = this
    this.chooser = h("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#chosen() })
    this.text = h("textarea", { "aria-label": t("Message"), "placeholder": t("Write a message"), "rows": "1", "enterkeyhint": "send", "oninput": () => this.#typed(), "onkeydown": event => this.#key(event), "onpaste": event => this.#pasted(event) })
    this.send = h("button", { "class": "button button--primary button--icon", "aria-label": t("Send") }, icon("up"))
    this.face = this.button("face", t("Emoji"), () => this.use("emoji", ({ pick }) => pick(this, this.face, emoji => this.insert(emoji))), { "aria-haspopup": "dialog" })
    this.mic = this.button("mic", t("Record a voice message"), null, { onpointerdown: event => this.#record(event), onclick: event => this.#record(event) })
    this.mic.hidden = !navigator.mediaDevices || !window.MediaRecorder
    this.files = h("div", { class: "files", hidden: true })
    this.answer = h("div", { class: "widget__answer", hidden: true })
    this.warning = h("p")
    this.notice = h("div", { class: "notice notice--negative notice--inset", role: "alert", hidden: true }, icon("info"), this.warning)
    this.form = h("form", { class: "widget__write", onsubmit: event => this.#submit(event) }, this.button("clip", t("Attach a file"), () => this.chooser.click()), this.text, this.face, this.mic, this.send, this.chooser)
    this.element = h("div", { class: "widget__foot" }, this.notice, this.answer, this.files, this.form)
  }

  async use(name, work) {
    try {
      const [made] = await Promise.all([part(name), this.log.enrich()])
      return work(made)
    } catch {
      return this.warn(this.t("This did not load. Try again."))
    }
  }

  // Pressed and let go, or held: which of them, the recorder finds out. A keyboard knows only the click.
  #record(event) {
    if (event.type === "click" ? event.detail : event.button) return
    event.preventDefault()
    const released = new Promise(done => addEventListener("pointerup", () => done(Date.now()), { once: true }))
    this.use("voice", ({ record }) => record(this, event.detail || event.type === "pointerdown" ? released : null))
  }

  #typed() {
    const { text, client } = this
    client.memory.draft = text.value
    client.typing(text.value.trim() !== "")
    if (!CSS.supports("field-sizing", "content")) this.#grow()
    this.check()
  }

  #grow() {
    this.text.rows = Math.min(6, this.text.value.split("\n").length)
  }

  get #empty() {
    return !this.text.value.trim() && !this.shelf?.sendable.length && !this.card
  }

  check() {
    const most = this.client.look.max_text || 0
    const { length } = [...this.text.value]
    const long = most && length > most
    this.warn(long ? this.t("A message holds at most {most} characters; this one has {length}.", { most, length }) : "")
    this.send.toggleAttribute("disabled", Boolean(long))
    this.send.setAttribute("aria-disabled", String(this.#empty))
  }

  warn(sentence) {
    this.warning.textContent = sentence
    this.notice.hidden = !sentence
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    this.form.requestSubmit()
  }

  // The draft is forgotten only when the message is safe in the outbox. What the page asked about goes with the words, also
  // when they are written before its part has come.
  async #submit(event) {
    event.preventDefault()
    if (this.client.memory.get("card") && !this.card) await Promise.race([this.coming, pause(CARD_WITHIN)])
    if (this.send.disabled || this.#empty || !this.form.isConnected) return
    const text = wellFormed(this.text.value.trim())
    this.text.value = ""
    await this.post(text, this.shelf?.take() || [])
    this.client.memory.draft = this.text.value
  }

  post(text, files) {
    const { card, quoted } = this
    this.card = null
    this.unquote()
    this.check()
    this.onSend?.()
    return this.client.write({ text, files, quote: quoted?.client_id, card })
  }

  #chosen() {
    this.add(this.chooser.files)
    this.chooser.value = ""
  }

  #pasted(event) {
    const { files } = event.clipboardData
    if (!files.length) return
    event.preventDefault()
    this.add(files)
  }

  add(blobs) {
    const chosen = [...blobs]
    return this.use("files", ({ Files }) => (this.shelf ??= new Files(this)).add(chosen))
  }
}

function wellFormed(text) {
  return text.toWellFormed ? text.toWellFormed() : text
}
