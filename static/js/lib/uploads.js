import { token } from "lib/http"
import { newId } from "lib/ids"
import { load, save } from "lib/store"
import { say } from "lib/words"

// The files beside the text: each is uploaded as soon as it is chosen, shows how far it is, and can be tried again. What has
// been uploaded stays with the draft in this browser; the server keeps it for a day.
export class Uploads {
  #files = new Map()

  constructor(list, ticket, url, { changed }) {
    this.list = list
    this.key = `files:${ticket}`
    this.url = url
    this.changed = changed
    for (const file of load(this.key, [])) this.#put(newId(), file)
    this.#show()
  }

  get busy() {
    return [...this.#files.values()].some(({ key, failed }) => !key && !failed)
  }

  get failed() {
    return [...this.#files.values()].some(({ failed }) => failed)
  }

  get ready() {
    return [...this.#files.values()].filter(({ key }) => key).map(({ key, name, size, type }) => ({ key, name, size, type }))
  }

  add(file) {
    const id = newId()
    this.#put(id, { name: file.name, size: file.size, type: file.type, file })
    this.#send(id)
    this.#show()
  }

  // Files of a message that came back.
  restore(files) {
    for (const file of files) if (!this.ready.some(({ key }) => key === file.key)) this.#put(newId(), file)
    this.#show()
  }

  clear() {
    for (const { url } of this.#files.values()) URL.revokeObjectURL(url)
    this.#files.clear()
    this.list.replaceChildren()
    this.#show()
  }

  #put(id, file) {
    if (file.file && file.type.startsWith("image/")) file.url = URL.createObjectURL(file.file)
    this.#files.set(id, { ...file, row: this.#row(id, file) })
    this.list.append(this.#files.get(id).row)
  }

  #send(id) {
    const entry = this.#files.get(id)
    const request = (entry.request = new XMLHttpRequest())
    const body = new FormData()
    const progress = entry.row.querySelector("progress")
    body.append("client_id", id)
    body.append("file", entry.file)
    entry.failed = false
    entry.row.dataset.state = "uploading"
    request.open("POST", this.url)
    request.setRequestHeader("X-CSRFToken", token())
    request.upload.onprogress = ({ loaded, total }) => (progress.value = total ? loaded / total : 0)
    request.onload = () => this.#answered(entry, request)
    request.onerror = () => this.#fail(entry, say("upload_network"), true)
    request.send(body)
  }

  #answered(entry, { status, responseText }) {
    if (status >= 500 || status === 429) return this.#fail(entry, say("upload_network"), true)
    if (status >= 300) return this.#fail(entry, responseText.length < 300 ? responseText : say("error"), false)
    entry.key = JSON.parse(responseText).key
    entry.row.dataset.state = "ready"
    this.#show()
  }

  // What the server refuses would be refused again: only the rest is worth another try.
  #fail(entry, sentence, again) {
    entry.failed = true
    entry.row.dataset.state = "failed"
    entry.row.querySelector("[data-problem]").textContent = sentence
    entry.row.querySelector("[data-again]").hidden = !again
    this.#show()
  }

  #remove(id) {
    const entry = this.#files.get(id)
    if (!entry) return
    if (!entry.key) entry.request?.abort()
    if (entry.url) URL.revokeObjectURL(entry.url)
    entry.row.remove()
    this.#files.delete(id)
    this.#show()
  }

  #show() {
    this.list.hidden = !this.#files.size
    save(this.key, this.ready.length ? this.ready : null)
    this.changed()
  }

  #row(id, { name, size, key, url }) {
    const row = document.getElementById("file-row").content.cloneNode(true).firstElementChild
    const [again, remove] = row.querySelectorAll("button")
    row.dataset.state = key ? "ready" : "uploading"
    row.querySelector("[data-name]").textContent = name
    if (size) row.querySelector("file-size").setAttribute("bytes", size)
    if (url) row.querySelector(".icon").replaceWith(Object.assign(document.createElement("img"), { src: url, alt: "", className: "composer__thumb" }))
    row.querySelector("progress").setAttribute("aria-label", name)
    again.setAttribute("aria-label", say("try_file_again", { name }))
    again.onclick = () => this.#send(id)
    remove.setAttribute("aria-label", say("remove_file", { name }))
    remove.onclick = () => this.#remove(id)
    return row
  }
}
