import { h, icon } from "./dom.js"
import { uuid } from "./memory.js"
import { size } from "./times.js"

const MOST_FILES = 10

// Where the customer writes. Files start on their way when they are chosen; the message takes them along.
export class Composer {
  #files = []
  #ground

  constructor({ client, words }) {
    this.client = client
    this.words = words
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
    this.#files = []
    this.#drawFiles()
    this.check()
  }

  propose(text) {
    if (this.text.value.trim()) return
    this.text.value = text
    this.#typed()
  }

  #build() {
    const { t } = this
    this.chooser = h("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#chosen() })
    this.text = h("textarea", { "aria-label": t("Message"), "placeholder": t("Write a message"), "rows": "1", "enterkeyhint": "send", "oninput": () => this.#typed(), "onkeydown": event => this.#key(event), "onpaste": event => this.#pasted(event) })
    this.send = h("button", { "class": "button button--primary button--icon", "aria-label": t("Send") }, icon("up"))
    this.attach = h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": t("Attach a file"), "onclick": () => this.chooser.click() }, icon("clip"))
    this.files = h("div", { class: "files", hidden: true })
    this.warning = h("p")
    this.notice = h("div", { class: "notice notice--negative notice--inset", role: "alert", hidden: true }, icon("info"), this.warning)
    this.form = h("form", { class: "widget__write", onsubmit: event => this.#submit(event) }, this.attach, this.text, this.send, this.chooser)
    this.element = h("div", { class: "widget__foot" }, this.notice, this.files, this.form)
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

  check() {
    const most = this.client.look.max_text || 0
    const { length } = [...this.text.value]
    const long = most && length > most
    this.#warn(long ? this.t("A message holds at most {most} characters; this one has {length}.", { most, length }) : "")
    const empty = !this.text.value.trim() && !this.#sendable.length
    this.send.toggleAttribute("disabled", Boolean(long))
    this.send.setAttribute("aria-disabled", String(empty))
  }

  #warn(sentence) {
    this.warning.textContent = sentence
    this.notice.hidden = !sentence
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    this.form.requestSubmit()
  }

  get #sendable() {
    return this.#files.filter(file => !file.refused)
  }

  // The draft is forgotten only when the message is safe in the outbox.
  async #submit(event) {
    event.preventDefault()
    const text = wellFormed(this.text.value.trim())
    if (this.send.disabled || (!text && !this.#sendable.length)) return
    const files = this.#sendable.map(({ client_id, blob, name, size, type, key }) => ({ client_id, blob, name, size, type, key, error: "" }))
    this.#files = []
    this.#ground = null
    this.text.value = ""
    this.#drawFiles()
    this.check()
    this.onSend?.()
    await this.client.write(text, files)
    this.client.memory.draft = this.text.value
  }

  #chosen() {
    this.add(this.chooser.files)
    this.chooser.value = ""
  }

  #pasted(event) {
    const files = [...event.clipboardData.files]
    if (!files.length) return
    event.preventDefault()
    this.add(files)
  }

  add(blobs) {
    const room = MOST_FILES - this.#files.length
    const chosen = [...blobs]
    const added = chosen.slice(0, room).map(blob => this.#weighed({ client_id: uuid(), blob, name: blob.name || "image.png", size: blob.size, type: blob.type, share: 0 }))
    this.#files.push(...added)
    for (const file of added) if (!file.refused) this.#upload(file)
    this.#drawFiles()
    this.check()
    if (chosen.length > room) this.#warn(this.t("At most {most} files go with one message.", { most: MOST_FILES }))
    this.text.focus()
  }

  #weighed(file) {
    const most = this.client.look.max_upload_bytes
    file.refused = most && file.size > most ? this.t("The file is over {size}.", { size: size(most, this.words) }) : file.size ? "" : this.t("The file is empty.")
    file.error = file.refused
    return file
  }

  async #upload(file) {
    file.error = ""
    file.share = 0
    this.#drawFiles()
    try {
      const { key } = await this.client.outbox.upload(file, share => this.#moved(file, share))
      file.key = key
    } catch (failure) {
      file.refused = failure.passing ? "" : failure.message || this.t("The file was refused.")
      file.error = file.refused || this.t("Not uploaded yet. It goes with the message.")
    }
    this.#drawFiles()
    this.check()
  }

  #moved(file, share) {
    file.share = share
    if (file.progress) file.progress.value = share
  }

  #drawFiles() {
    this.files.hidden = !this.#files.length
    this.files.replaceChildren(...this.#files.map(file => this.#drawn(file)))
  }

  #drawn(file) {
    const { t } = this
    const moving = !file.key && !file.error
    file.progress = moving ? h("progress", { "max": "1", "value": String(file.share), "aria-label": t("Uploading {name}", { name: file.name }) }) : null
    const retry = file.error && !file.refused ? this.#button("retry", t("Upload {name} again", { name: file.name }), () => this.#upload(file)) : null
    return h("div", { class: `attachment${file.refused ? " attachment--failed" : ""}` }, icon(file.type.startsWith("image/") ? "picture" : "file"),
      h("span", { class: "attachment__text" }, h("span", { class: "attachment__name" }, file.name), h("span", { class: "attachment__size" }, file.error || size(file.size, this.words)), file.progress),
      retry, this.#button("x", t("Remove {name}", { name: file.name }), () => this.#remove(file)))
  }

  #button(name, label, act) {
    return h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": label, "title": label, "onclick": act }, icon(name))
  }

  #remove(file) {
    this.#files = this.#files.filter(one => one !== file)
    this.#drawFiles()
    this.check()
    this.text.focus()
  }
}

function wellFormed(text) {
  return text.toWellFormed ? text.toWellFormed() : text
}
