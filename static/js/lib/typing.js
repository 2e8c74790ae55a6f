import { tell } from "lib/bus"

const SAY_EVERY = 3_000

// Tells the other side that an answer is being written; a hint, said at most every three seconds.
export class Typing {
  #said = 0

  constructor(ticket) {
    this.ticket = ticket
  }

  on() {
    if (Date.now() - this.#said < SAY_EVERY) return
    this.#said = Date.now()
    this.#tell(true)
  }

  off() {
    if (this.#said) this.#tell(false)
    this.#said = 0
  }

  #tell(on) {
    tell("send", { type: "typing", ticket: Number(this.ticket), on })
  }
}
