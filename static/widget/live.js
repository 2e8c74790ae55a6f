import { backoff } from "./memory.js"

const DEAF = 25_000
const HOPELESS = [4403]

// The socket that makes things sooner. Nothing depends on it: when it fails, breaks or falls silent, `onState` says so and
// the client asks over HTTP.
export class Live {
  #socket = null
  #attempt = 0
  #retry = 0
  #silence = 0
  #sealed = false
  lastFrame = 0
  state = "off"
  onFrame = () => {}
  onState = () => {}
  onRefused = () => {}

  constructor({ origin, hello }) {
    this.address = `${origin.replace(/^http/, "ws")}/live/widget/`
    this.hello = hello
    window.addEventListener("online", () => this.wake({ anew: true }))
    window.addEventListener("pageshow", () => this.wake())
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake())
  }

  get heard() {
    return this.state === "live"
  }

  start() {
    if (this.#socket || this.#sealed) return
    clearTimeout(this.#retry)
    this.#become(this.state === "degraded" ? "degraded" : "connecting")
    try {
      this.#listen(new WebSocket(this.address))
    } catch {
      this.#again(0)
    }
  }

  stop() {
    clearTimeout(this.#retry)
    this.#drop()
    this.#become("off")
  }

  // Timers sleep in hidden tabs and closed laptops: when the page is back, look at once. After a change of network the old
  // socket may look open for minutes.
  wake({ anew = false } = {}) {
    if (this.state === "off" || this.#sealed) return
    if (anew || Date.now() - this.lastFrame > DEAF) this.#drop()
    if (this.#socket) return
    this.#attempt = 0
    this.start()
  }

  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  #listen(socket) {
    this.#socket = socket
    this.#watch()
    socket.onopen = async () => {
      const hello = await this.hello()
      if (this.#socket === socket) this.send({ type: "hello", ...hello })
    }
    socket.onmessage = ({ data }) => this.#receive(data)
    socket.onclose = ({ code }) => this.#closed(code)
  }

  #receive(data) {
    this.#watch()
    let frame
    try {
      frame = JSON.parse(data)
    } catch {
      return
    }
    if (frame?.type === "welcome") {
      this.#attempt = 0
      this.#become("live")
    }
    if (frame?.type === "degraded") this.#become("degraded")
    this.onFrame(frame)
  }

  #closed(code) {
    this.#socket = null
    clearTimeout(this.#silence)
    this.#sealed = HOPELESS.includes(code)
    this.#become("broken")
    if (code === 4401 || this.#sealed) this.onRefused(code)
    if (!this.#sealed) this.#again(code === 4429 ? 30_000 : 0)
  }

  #again(least) {
    clearTimeout(this.#retry)
    const wait = this.#attempt ? backoff(this.#attempt - 1, { first: 2000 }) : 500 + Math.random() * 2500
    this.#attempt += 1
    this.#retry = setTimeout(() => this.start(), Math.max(least, wait))
  }

  // Deaf: a socket that is open and says nothing, not even the heartbeat of every 20 seconds.
  #watch() {
    this.lastFrame = Date.now()
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => {
      this.#drop()
      this.#become("broken")
      this.#again(0)
    }, DEAF)
  }

  #drop() {
    clearTimeout(this.#silence)
    if (!this.#socket) return
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null
    this.#socket.close()
    this.#socket = null
  }

  #become(state) {
    if (this.state === state) return
    this.state = state
    this.onState(state)
  }
}
