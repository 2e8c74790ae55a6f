import { outbox } from "lib/outbox"
import { hurry } from "lib/sending"
import { say } from "lib/words"

// The messages of this ticket that are on their way, as bubbles at the end of the conversation: counting down while they can
// still be taken back, then sending, then waiting for the network. The server's own bubble takes the place of each.
export class Outgoing {
  #timer

  constructor(composer, ticket) {
    this.composer = composer
    this.ticket = ticket
  }

  // The one that can still be taken back.
  get held() {
    return outbox.of(this.ticket).find(({ due, state }) => !state && due > Date.now()) ?? null
  }

  show() {
    clearTimeout(this.#timer)
    const items = outbox.of(this.ticket).filter(({ state }) => !["stale", "failed"].includes(state))
    for (const bubble of this.#log?.querySelectorAll(".message--sending") ?? [])
      if (!items.some(({ client_id }) => bubble.id === `message-${client_id}`)) bubble.remove()
    for (const item of items) this.#tell(item)
    if (this.held) this.#timer = setTimeout(() => this.show(), 250)
  }

  stop() {
    clearTimeout(this.#timer)
  }

  get #log() {
    return document.querySelector(`message-log[ticket="${this.ticket}"]`)
  }

  #tell(item) {
    const known = document.getElementById(`message-${item.client_id}`)
    // It had arrived, only its answer had not.
    if (known && !known.matches(".message--sending")) return
    const bubble = known ?? this.#bubble(item)
    const left = item.state ? 0 : Math.ceil((item.due - Date.now()) / 1000)
    const word = item.state === "waiting" ? say("waiting") : left > 0 ? "" : say("sending")
    write(bubble.querySelector("[data-progress]"), word)
    write(bubble.querySelector("[data-count]"), left > 0 ? say("sends_in", { n: left }) : "")
    for (const [name, shown] of [["undo", left > 0], ["now", left > 0 || item.state === "waiting"]]) bubble.querySelector(`[data-${name}]`).hidden = !shown
  }

  #bubble(item) {
    const bubble = this.composer.querySelector(`[data-sending="${item.mode}"]`).content.cloneNode(true).firstElementChild
    bubble.id = `message-${item.client_id}`
    bubble.querySelector(".message__text").textContent = [item.text, ...item.files.map(({ name }) => name)].filter(Boolean).join("\n")
    bubble.querySelector("[data-undo]").onclick = () => this.composer.takeBack(item.client_id)
    bubble.querySelector("[data-now]").onclick = () => hurry(this.ticket)
    this.#log?.append(bubble)
    document.getElementById("conversation").scrollTo({ top: 0 })
    return bubble
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text
}
