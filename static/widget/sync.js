import { pause } from "./memory.js"
import { Thread } from "./thread.js"

const POLL = 3000
const POLL_HIDDEN = 15_000

// Asks over HTTP for what a socket did not bring: after a gap, a reconnect, a silence, and for older pages.
export class Sync {
  #running = new Map()
  #polling = false
  past = []
  onArrived = () => {}
  onChange = () => {}

  constructor({ api, live }) {
    this.api = api
    this.live = live
  }

  // One fetch per conversation at a time; who asks meanwhile gets one more after it.
  catchUp(thread) {
    if (!thread || thread.unborn) return null
    const running = this.#running.get(thread)
    if (running) {
      running.again = true
      return running.work
    }
    const fetching = { again: false }
    this.#running.set(thread, fetching)
    fetching.work = this.#until(thread, fetching).finally(() => this.#running.delete(thread))
    return fetching.work
  }

  async #until(thread, fetching) {
    do {
      fetching.again = false
      await (thread.loaded ? this.#after(thread) : this.#load(thread)).catch(() => {})
      this.onChange(thread)
    } while (fetching.again)
  }

  // The newest page first: nobody waits for a year of history to read the last answer.
  async #load(thread) {
    const { seq } = thread.about
    const answer = await this.#page(thread, seq + 1)
    thread.learn(answer.conversation)
    // Somebody wrote while we asked: the version in the answer counts what the page below that place does not hold.
    if (answer.conversation.seq > seq) return this.#load(thread)
    thread.absorb({ ...answer, more: false })
    thread.complete = thread.first <= 1
    return null
  }

  async #after(thread) {
    for (let more = true; more;) {
      const answer = await this.api.call("GET", `conversations/${thread.id}?after=${thread.have}`)
      const fresh = answer.messages.filter(message => !thread.messages.has(message.client_id))
      thread.absorb(answer)
      this.onArrived(thread, fresh)
      more = answer.more && answer.messages.length > 0
    }
  }

  #page(thread, before) {
    return this.api.call("GET", `conversations/${thread.id}?before=${before}`)
  }

  // The page above what is shown; above the first message of a conversation lies the one before it.
  async earlier(thread) {
    if (thread.complete) return this.#previous()
    const { messages } = await this.#page(thread, thread.first)
    messages.forEach(message => thread.put(message))
    thread.complete = !messages.length || thread.first <= 1
    return null
  }

  async #previous() {
    const about = this.past.shift()
    if (!about) return null
    const thread = new Thread(about)
    await this.#load(thread)
    return thread
  }

  // Sockets blocked, or the channel layer down: ask every 3 seconds until a welcome comes.
  async poll(current) {
    if (this.#polling) return
    this.#polling = true
    await pause(POLL)
    while (!["live", "off"].includes(this.live.state)) {
      if (navigator.onLine !== false) await this.catchUp(current())
      await pause(document.visibilityState === "visible" ? POLL : POLL_HIDDEN)
    }
    this.#polling = false
  }
}
