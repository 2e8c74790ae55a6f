import { h } from "./dom.js"
import { uuid } from "./memory.js"

const MOST = 10
const AGAIN = "M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4"

// The files of the message that is being written. They start on their way when they are chosen; the message takes them along.
export class Files {
  #all = []

  constructor(composer) {
    const { client, t, files } = composer
    Object.assign(this, { composer, client, t, element: files, extras: composer.log.view.extras })
  }

  get sendable() {
    return this.#all.filter(file => !file.refused)
  }

  take() {
    const taken = this.sendable.map(({ client_id, blob, name, size, type, key }) => ({ client_id, blob, name, size, type, key, error: "" }))
    this.clear()
    return taken
  }

  clear() {
    this.#all = []
    this.#draw()
  }

  add(blobs) {
    const added = blobs.slice(0, MOST - this.#all.length).map(blob => this.#weighed({ client_id: uuid(), blob, name: blob.name || "image.png", size: blob.size, type: blob.type, share: 0 }))
    this.#all.push(...added)
    for (const file of added) if (!file.refused) this.#upload(file)
    this.#draw()
    this.composer.check()
    if (added.length < blobs.length) this.composer.warn(this.t("At most {most} files go with one message.", { most: MOST }))
    this.composer.text.focus()
  }

  #weighed(file) {
    const most = this.client.look.max_upload_bytes
    file.refused = most && file.size > most ? this.t("The file is over {size}.", { size: this.extras.size(most) }) : file.size ? "" : this.t("The file is empty.")
    file.error = file.refused
    return file
  }

  async #upload(file) {
    file.error = ""
    file.share = 0
    this.#draw()
    try {
      const { key } = await this.client.outbox.upload(file, share => this.#moved(file, share))
      file.key = key
    } catch (failure) {
      file.refused = failure.passing ? "" : failure.message || this.t("The file was refused.")
      file.error = file.refused || this.t("Not uploaded yet. It goes with the message.")
    }
    this.#draw()
    this.composer.check()
  }

  #moved(file, share) {
    file.share = share
    if (file.progress) file.progress.value = share
  }

  #draw() {
    this.element.hidden = !this.#all.length
    this.element.replaceChildren(...this.#all.map(file => this.#drawn(file)))
  }

  #drawn(file) {
    const { t, composer } = this
    const moving = !file.key && !file.error
    file.progress = moving ? h("progress", { "max": "1", "value": String(file.share), "aria-label": t("Uploading {name}", { name: file.name }) }) : null
    const retry = file.error && !file.refused ? composer.button(AGAIN, t("Upload {name} again", { name: file.name }), () => this.#upload(file)) : null
    return h("div", { class: `attachment${file.refused ? " attachment--failed" : ""}` }, this.extras.sign(file.type),
      h("span", { class: "attachment__text" }, h("span", { class: "attachment__name" }, file.name), h("span", { class: "attachment__size" }, file.error || this.extras.size(file.size)), file.progress),
      retry, composer.button("x", t("Remove {name}", { name: file.name }), () => this.#remove(file)))
  }

  #remove(file) {
    this.#all = this.#all.filter(one => one !== file)
    this.#draw()
    this.composer.check()
    this.composer.text.focus()
  }
}
