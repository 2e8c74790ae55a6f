const SOON = 300
const AGAIN = 5000

// Delivered and read are facts the operator relies on: posted until the server has them.
export class Seen {
  #timer = 0

  constructor(api) {
    this.api = api
  }

  soon(thread, wait = SOON) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#post(thread), wait)
  }

  async #post(thread) {
    if (!thread.loaded || !thread.last) return
    const known = thread.about.seen || { delivered: 0, read: 0 }
    const seen = { delivered: Math.max(known.delivered, thread.last), read: Math.max(known.read, thread.readUpTo) }
    if (seen.delivered === known.delivered && seen.read === known.read) return
    try {
      await this.api.call("POST", `conversations/${thread.id}/seen`, seen)
      thread.about = { ...thread.about, seen }
    } catch (failure) {
      if (failure.passing) this.soon(thread, failure.retryAfter || AGAIN)
    }
  }
}
