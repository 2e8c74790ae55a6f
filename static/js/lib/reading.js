import { linesBackwards } from "lib/lines"

const NEAR_THE_END = 48

// Where the reader is in the conversation. At its end he stays at its end, whatever comes; anywhere else nothing that comes
// moves the line he is reading.
export class Reading {
  #last = 0
  #off = new AbortController()
  #sizes

  constructor(scroller, log, changed) {
    this.scroller = scroller
    this.log = log
    this.changed = changed
    this.pinned = true
    scroller.addEventListener("scroll", () => this.#scrolled(), { signal: this.#off.signal, passive: true })
    // Before it has moved a pixel: what comes just then does not pull him back.
    scroller.addEventListener("wheel", ({ deltaY }) => deltaY < 0 && scroller.scrollTop > 0 && this.#pin(false), { signal: this.#off.signal, passive: true })
    this.#sizes = new ResizeObserver(() => this.pinned && this.toEnd())
    this.#sizes.observe(scroller)
    this.#sizes.observe(log)
  }

  stop() {
    this.#off.abort()
    this.#sizes.disconnect()
  }

  get #toGo() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller
    return scrollHeight - clientHeight - scrollTop
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight
    this.#last = this.scroller.scrollTop
    this.#pin(true)
  }

  // Change the log so that what is being read stays where it is.
  keep(change) {
    if (this.pinned) {
      change()
      return this.toEnd()
    }
    const line = this.#lineInSight()
    const top = line?.getBoundingClientRect().top
    change()
    if (line?.isConnected) this.scroller.scrollTop += line.getBoundingClientRect().top - top
    this.#last = this.scroller.scrollTop
  }

  // Only who goes up leaves the end: what has grown below him has not moved him.
  #scrolled() {
    const { scrollTop } = this.scroller
    const down = scrollTop > this.#last
    if (this.#toGo < 2 || (down && this.#toGo < NEAR_THE_END)) this.#pin(true)
    else if (scrollTop < this.#last - 1) this.#pin(false)
    this.#last = scrollTop
  }

  #pin(pinned) {
    if (pinned === this.pinned) return
    this.pinned = pinned
    this.changed(pinned)
  }

  #lineInSight() {
    const { top } = this.scroller.getBoundingClientRect()
    let seen = null
    for (const line of linesBackwards(this.log)) {
      const { bottom } = line.getBoundingClientRect()
      if (bottom < top) break
      seen = line
    }
    return seen
  }
}
