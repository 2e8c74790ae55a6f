import { tell } from "lib/bus"
import { SignedOut, ask, parse } from "lib/http"
import { say } from "lib/words"

const LONGEST_WAIT = 8_000

// Brings the outbox to the server, one message after the other. The same message again has the same client_id, so the
// server stores it once however often it has to be sent.
export class Sending {
  #busy = false
  #stopped = false
  #wake = null

  constructor(composer, outbox) {
    this.composer = composer
    this.outbox = outbox
    addEventListener("online", this.hurry)
  }

  stop() {
    this.#stopped = true
    removeEventListener("online", this.hurry)
    this.hurry()
  }

  add({ mode, text, files }) {
    const item = { client_id: crypto.randomUUID(), mode, text, files, seen_seq: this.#log.lastSeq }
    this.outbox.add(item)
    this.#show(item)
    this.#run()
  }

  // What an earlier page did not bring through.
  resume() {
    this.outbox.items.forEach((item) => this.#show(item))
    this.#run()
  }

  hurry = () => this.#wake?.()

  get #log() {
    return document.querySelector("message-log")
  }

  async #run() {
    if (this.#busy) return
    this.#busy = true
    for (let wait = 500, item; (item = this.outbox.items[0]) && !this.#stopped; ) {
      const answered = await this.#send(item)
      if (answered) wait = 500
      else wait = Math.min((await this.#pause(wait), wait * 2), LONGEST_WAIT)
    }
    this.#busy = false
  }

  async #send(item) {
    try {
      const response = await ask(this.composer.getAttribute(item.mode === "note" ? "notes" : "replies"), { method: "POST", body: form(item) })
      if (response.status >= 500 || response.status === 429 || response.status === 408) return this.#waiting(item)
      const text = await response.text()
      if (response.ok) this.#arrived(item, text)
      else if (response.status === 409) this.#stale(text)
      else this.#refused(response.status === 422 || response.status === 413 ? text : say(response.status === 404 ? "lost_right" : "error"))
      return true
    } catch (error) {
      if (error instanceof SignedOut) this.#stopped = true
      return this.#waiting(item)
    }
  }

  #arrived(item, html) {
    this.outbox.remove(item.client_id)
    tell("written", { html })
  }

  // Somebody wrote meanwhile: show it, and leave it to the agent whether his words still fit.
  #stale(html) {
    const answer = parse(html)
    const sentence = answer.querySelector("[data-sentence]")
    sentence.remove()
    const lines = document.createElement("div")
    lines.append(answer)
    tell("written", { html: lines.innerHTML })
    this.#refused(`${sentence.textContent} ${say("missed")}`)
  }

  #refused(sentence) {
    const items = this.outbox.items
    for (const { client_id } of items) {
      this.outbox.remove(client_id)
      document.getElementById(`message-${client_id}`)?.remove()
    }
    this.composer.giveBack(items)
    this.composer.problem(sentence)
  }

  #waiting(item) {
    const progress = document.querySelector(`#message-${item.client_id} [data-progress]`)
    if (progress) progress.textContent = say("waiting")
    return false
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #show(item) {
    // It had arrived, only its answer had not.
    if (document.getElementById(`message-${item.client_id}`)) return
    const template = this.composer.querySelector(`[data-sending="${item.mode}"]`)
    const bubble = template.content.cloneNode(true).firstElementChild
    bubble.id = `message-${item.client_id}`
    bubble.querySelector(".message__text").textContent = [item.text, ...item.files.map(({ name }) => name)].filter(Boolean).join("\n")
    bubble.querySelector("[data-progress]").textContent = say("sending")
    this.#log.append(bubble)
    document.getElementById("conversation").scrollTo({ top: 0 })
  }
}

function form({ client_id, text, files, seen_seq }) {
  const body = new FormData()
  body.append("client_id", client_id)
  body.append("text", text)
  body.append("seen_seq", seen_seq)
  for (const { key } of files) body.append("attachments", key)
  return body
}
