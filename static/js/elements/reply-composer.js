import { hear, tell } from "lib/bus"
import { Draft, Outbox } from "lib/outbox"
import { Sending } from "lib/sending"
import { Uploads } from "lib/uploads"

const SAY_TYPING_EVERY = 3_000

// <reply-composer>: what the agent writes. Nothing typed is lost: it is in the box, in the draft or in the outbox.
class ReplyComposer extends HTMLElement {
  #draft
  #sending
  #uploads
  #off
  #typed = 0
  #sendWhenUploaded = false

  connectedCallback() {
    const ticket = this.getAttribute("ticket")
    this.#draft = new Draft(ticket)
    this.#sending = new Sending(this, new Outbox(ticket))
    this.#uploads = new Uploads(this.querySelector(".composer__files"), this.getAttribute("uploads"), {
      changed: () => this.#uploaded(),
      failed: (sentence) => this.problem(sentence),
    })
    this.#listen()
    this.#show("reply")
    this.#off = hear(this, { welcome: () => this.#sending.hurry(), reached: () => this.#sending.hurry() })
    this.#sending.resume()
  }

  disconnectedCallback() {
    this.#sending.stop()
    this.#off()
  }

  get box() {
    return this.querySelector("textarea")
  }

  get mode() {
    return this.querySelector('[name="mode"][aria-pressed="true"]').value
  }

  // Words that could not be sent go back where they were written, in front of what has been typed since.
  giveBack(items) {
    const mode = items[0].mode
    this.#show(mode)
    this.box.value = [...items.map(({ text }) => text), this.box.value].filter(Boolean).join("\n")
    this.#draft.keep(mode, this.box.value)
    this.box.focus()
  }

  problem(sentence) {
    const line = this.querySelector("#composer-problem")
    line.textContent = sentence ?? ""
    line.hidden = !sentence
  }

  #listen() {
    this.querySelector("form").onsubmit = (event) => {
      event.preventDefault()
      this.#send()
    }
    for (const button of this.querySelectorAll('[name="mode"]')) button.onclick = () => this.#switch(button.value)
    this.box.oninput = () => this.#typing()
    this.box.onkeydown = (event) => this.#key(event)
    this.box.onblur = () => this.#stopTyping()
    this.box.onpaste = ({ clipboardData }) => this.#attach(clipboardData.files)
    const file = this.querySelector("[data-file]")
    this.querySelector("[data-attach]").onclick = () => file.click()
    file.onchange = () => {
      this.#attach(file.files)
      file.value = ""
    }
    this.ondragover = (event) => event.preventDefault()
    this.ondrop = (event) => {
      event.preventDefault()
      this.#attach(event.dataTransfer.files)
    }
  }

  #attach(files) {
    for (const file of files) this.#uploads.add(file)
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      this.#send()
    } else if (event.key === "Escape") this.box.blur()
  }

  #switch(mode) {
    this.#show(mode)
    this.box.focus()
  }

  #show(mode) {
    for (const button of this.querySelectorAll('[name="mode"]')) button.setAttribute("aria-pressed", button.value === mode)
    const { box } = this
    box.setAttribute("aria-label", box.dataset[`${mode}Label`])
    box.placeholder = box.dataset[`${mode}Hint`]
    box.value = this.#draft.load(mode)
    const word = this.querySelector("[data-send]")
    word.textContent = word.dataset[`${mode}Word`]
  }

  #send() {
    const text = this.box.value.trim()
    if (this.#uploads.busy) return (this.#sendWhenUploaded = true)
    const files = this.#uploads.ready
    if (!text && !files.length) return this.box.focus()
    this.problem()
    this.#stopTyping()
    this.box.value = ""
    this.#draft.keep(this.mode, "")
    this.#uploads.clear()
    this.#sending.add({ mode: this.mode, text, files })
  }

  #uploaded() {
    this.querySelector(".button--primary").setAttribute("aria-busy", this.#sendWhenUploaded && this.#uploads.busy)
    if (!this.#sendWhenUploaded || this.#uploads.busy) return
    this.#sendWhenUploaded = false
    this.#send()
  }

  #typing() {
    this.#draft.keep(this.mode, this.box.value)
    if (this.mode !== "reply" || Date.now() - this.#typed < SAY_TYPING_EVERY) return
    this.#typed = Date.now()
    this.#tellTyping(true)
  }

  #stopTyping() {
    if (this.#typed) this.#tellTyping(false)
    this.#typed = 0
  }

  #tellTyping(on) {
    tell("send", { type: "typing", ticket: Number(this.getAttribute("ticket")), on })
  }
}

customElements.define("reply-composer", ReplyComposer)
