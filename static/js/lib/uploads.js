import { token } from "lib/http"
import { say } from "lib/words"

// The files beside the text: each is uploaded as soon as it is chosen, and shows how far it is.
export class Uploads {
  #files = new Map()

  constructor(list, url, { changed, failed }) {
    this.list = list
    this.url = url
    this.changed = changed
    this.failed = failed
  }

  get busy() {
    return [...this.#files.values()].some(({ key }) => !key)
  }

  get ready() {
    return [...this.#files.values()].map(({ key, name }) => ({ key, name }))
  }

  add(file) {
    const id = crypto.randomUUID()
    const row = this.#row(id, file.name)
    this.list.append(row)
    this.#files.set(id, { name: file.name, row })
    this.#send(id, file, row.querySelector("progress"))
    this.#show()
  }

  clear() {
    this.#files.clear()
    this.list.replaceChildren()
    this.#show()
  }

  #send(id, file, progress) {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append("client_id", id)
    body.append("file", file)
    request.open("POST", this.url)
    request.setRequestHeader("X-CSRFToken", token())
    request.upload.onprogress = ({ loaded, total }) => (progress.value = total ? loaded / total : 0)
    request.onload = () => this.#answered(id, request)
    request.onerror = () => this.#fail(id, say("upload_failed", { name: file.name }))
    request.send(body)
    this.#files.get(id).request = request
  }

  #answered(id, { status, responseText }) {
    const file = this.#files.get(id)
    if (!file) return
    if (status >= 300) return this.#fail(id, status < 500 && responseText.length < 300 ? responseText : say("upload_failed", { name: file.name }))
    file.key = JSON.parse(responseText).key
    file.row.querySelector("progress").remove()
    this.changed()
  }

  #fail(id, sentence) {
    this.#remove(id)
    this.failed(sentence)
  }

  #remove(id) {
    const file = this.#files.get(id)
    if (!file) return
    if (!file.key) file.request.abort()
    file.row.remove()
    this.#files.delete(id)
    this.#show()
  }

  #show() {
    this.list.hidden = !this.#files.size
    this.changed()
  }

  #row(id, name) {
    const row = document.getElementById("file-row").content.cloneNode(true).firstElementChild
    row.querySelector("span").textContent = name
    const button = row.querySelector("button")
    button.setAttribute("aria-label", say("remove_file", { name }))
    button.onclick = () => this.#remove(id)
    row.querySelector("progress").setAttribute("aria-label", name)
    return row
  }
}
