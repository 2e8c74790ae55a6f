import { tell } from "lib/bus"
import { backoff } from "lib/timing"

const SIGN_IN = 4401
const NO_RIGHT = 4403
const TOO_MANY = 4429
const DEAF_AFTER = 24_000
const POLL_EVERY = 3_000
const PATIENCE = 2_000

// The one socket of this tab. While it does not hear, `poll` is told every three seconds instead.
export class DeskSocket {
  #socket = null
  #attempt = 0
  #state = "connecting"
  #sentAway = false
  #deaf
  #retry
  #poll
  #patience

  constructor(path) {
    this.url = path.replace(/^/, location.origin.replace(/^http/, "ws"))
    addEventListener("online", this.#now)
    addEventListener("pagehide", this.#leave)
    addEventListener("pageshow", this.#back)
  }

  get live() {
    return this.#state === "live"
  }

  open() {
    clearTimeout(this.#retry)
    this.#patience ??= setTimeout(() => this.live || this.#become("lost"), PATIENCE)
    this.#socket = new WebSocket(this.url)
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data))
    this.#socket.onclose = ({ code }) => this.#closed(code)
    this.#listen()
  }

  // Nobody would hear of typing now, and the server takes it for a ticket that is being watched only.
  send(frame) {
    if (frame.type === "typing" && !this.live) return
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  // The server answers again: no need to wait out a pause that has grown long meanwhile.
  hurry() {
    if (this.#state === "lost" && !this.#sentAway && this.#socket?.readyState === WebSocket.CLOSED) this.#now()
  }

  close() {
    for (const timer of [this.#deaf, this.#retry, this.#patience]) clearTimeout(timer)
    clearInterval(this.#poll)
    removeEventListener("online", this.#now)
    removeEventListener("pagehide", this.#leave)
    removeEventListener("pageshow", this.#back)
    this.#drop()
  }

  #receive(frame) {
    this.#listen()
    if (frame.type === "welcome") this.#welcome()
    if (frame.type === "degraded") this.#become("degraded")
    tell(frame.type, frame)
  }

  #welcome() {
    this.#attempt = 0
    this.#become("live")
  }

  // A socket can stay open and hear nothing; a heartbeat is due every 20 s.
  #listen() {
    clearTimeout(this.#deaf)
    this.#deaf = setTimeout(() => {
      this.#drop()
      this.#closed()
    }, DEAF_AFTER)
  }

  #closed(code) {
    clearTimeout(this.#deaf)
    if (code === SIGN_IN) return this.#become("signed-out")
    if (this.#attempt > 0 || this.live) this.#become("lost")
    const wait = backoff(this.#attempt++)
    this.#sentAway = code === TOO_MANY || code === NO_RIGHT
    this.#retry = setTimeout(() => this.open(), this.#sentAway ? 15_000 + wait : wait)
  }

  #drop() {
    if (!this.#socket) return
    this.#socket.onclose = this.#socket.onmessage = null
    this.#socket.close()
  }

  #become(state) {
    clearTimeout(this.#patience)
    this.#patience = null
    if (state === this.#state) return
    this.#state = state
    clearInterval(this.#poll)
    if (state === "lost" || state === "degraded") this.#poll = setInterval(() => navigator.onLine && tell("poll"), POLL_EVERY)
    tell("connection", { state })
  }

  #now = () => {
    if (this.live || this.#state === "signed-out") return
    this.#drop()
    this.#attempt = 0
    this.open()
  }
  #leave = () => this.#drop()
  #back = ({ persisted }) => {
    if (persisted) this.open()
  }
}
