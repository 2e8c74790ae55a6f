import { markAt, markNew } from "lib/decorate"

const LASTS = 30_000

// The line above what is new. It stays while that is being read, and fades when it has been, without moving a line.
export class NewMark {
  #mark
  #timer

  constructor(log, read) {
    this.#mark = markNew(log, read)
    document.addEventListener("visibilitychange", this.#wait)
    this.#wait()
  }

  stop() {
    clearTimeout(this.#timer)
    document.removeEventListener("visibilitychange", this.#wait)
  }

  // It came while nobody was looking: here begins what is new.
  missed(line) {
    if (this.#mark?.isConnected) return
    this.#mark = markAt(line)
    this.#wait()
  }

  read() {
    this.#mark?.classList.add("day--gone")
    this.#mark = null
  }

  #wait = () => {
    clearTimeout(this.#timer)
    if (this.#mark && !document.hidden) this.#timer = setTimeout(() => this.read(), LASTS)
  }
}
