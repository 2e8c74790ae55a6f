import { Drawer } from "./drawer.js"
import { backoff, uuid } from "./memory.js"

// Messages on their way: kept until the server says it has them, posted one after another in the order they were written.
export class Outbox {
  #attempt = 0
  #timer = 0
  #notBefore = 0
  #draining = null
  #again = false
  #uploads = new Map()
  records = []
  onChange = () => {}
  onSent = () => {}

  constructor({ api, memory, tabs }) {
    this.api = api
    this.memory = memory
    this.tabs = tabs
    this.drawer = new Drawer(memory)
    tabs.on("queue", () => this.refresh())
    tabs.on("sent", ({ answer, from }) => {
      this.onSent(answer, { conversation: from })
      this.refresh()
    })
    window.addEventListener("online", () => this.hurry())
  }

  // Shown at once; the promise settles when it is safe on the disk.
  async add(words) {
    const record = { ...words, client_id: uuid(), state: "waiting", error: "", written_at: new Date().toISOString() }
    this.records = [...this.records, record]
    this.onChange()
    await this.drawer.put(record)
    if (words.card) this.memory.set({ card: undefined })
    this.tabs.tell("queue")
    this.drain()
  }

  async refresh() {
    const fresh = await this.drawer.all()
    const unsaved = this.records.filter(record => record.order === undefined)
    const saved = new Set(fresh.map(record => record.client_id))
    this.records = [...fresh, ...unsaved.filter(record => !saved.has(record.client_id))]
    const queued = this.records.some(record => record.state === "waiting") || undefined
    if (this.memory.get("queued") !== queued) this.memory.set({ queued })
    this.onChange()
  }

  async empty() {
    clearTimeout(this.#timer)
    this.records = []
    await this.drawer.empty()
    this.tabs.tell("queue")
    this.onChange()
  }

  hurry() {
    this.#attempt = 0
    this.#notBefore = 0
    this.drain()
  }

  // One drain per tab, one tab at a time; the lock is not held while waiting, so the tab in front never waits for one behind.
  drain() {
    clearTimeout(this.#timer)
    if (this.#draining) {
      this.#again = true
      return this.#draining
    }
    if (Date.now() < this.#notBefore) {
      this.#timer = setTimeout(() => this.drain(), this.#notBefore - Date.now())
      return null
    }
    this.#draining = exclusively(`${this.memory.name}:outbox`, () => this.#empty()).finally(() => this.#rest())
    return this.#draining
  }

  #rest() {
    this.#draining = null
    if (!this.#again) return
    this.#again = false
    this.drain()
  }

  async #empty() {
    this.#again = false
    for (;;) {
      await this.refresh()
      const record = this.records.find(({ state, order }) => state === "waiting" && order !== undefined)
      if (!record) return
      if (navigator.onLine === false) return this.#later(0)
      const failure = await this.#post(record)
      if (failure) return this.#later(failure.retryAfter)
    }
  }

  #later(retryAfter) {
    const wait = retryAfter ? retryAfter + Math.random() * 1000 : backoff(this.#attempt++)
    if (retryAfter) this.#notBefore = Date.now() + wait
    this.#again = false
    this.#timer = setTimeout(() => this.drain(), wait)
  }

  // Answers the failure when it will pass by itself, nothing when the record is settled either way.
  async #post(record) {
    try {
      const attachments = []
      for (const file of record.files) attachments.push(file.key || (await this.#uploaded(record, file)))
      const { client_id, text, page, card, quote: reply_to = null } = record
      const said = { client_id, text, attachments, page, reply_to, ...(card && { card }) }
      const answer = await this.api.call("POST", `conversations/${record.conversation}/messages`, said)
      if (answer?.message?.client_id !== client_id) throw new TypeError("another message was acknowledged")
      await this.#settle(record, answer)
    } catch (failure) {
      if (failure.passing ?? true) return failure
      await this.change(record, { state: "failed", error: failure.message })
    }
    this.#attempt = 0
    return null
  }

  async #uploaded(record, file) {
    const { key } = await this.upload(file)
    file.key = key
    await this.drawer.put(record)
    return key
  }

  // The composer and the drain may both want the same file: the second waits for the first.
  upload(file, onProgress) {
    const running = this.#uploads.get(file.client_id) || this.api.upload(file, onProgress)
    this.#uploads.set(file.client_id, running)
    running.catch(() => this.#uploads.delete(file.client_id))
    return running
  }

  // A message to a closed conversation opened a new one: those behind it go there too.
  async #settle(record, answer) {
    if (answer.conversation.id !== record.conversation) {
      const behind = this.records.filter(other => other.conversation === record.conversation && other !== record)
      for (const other of behind) await this.drawer.put({ ...other, conversation: answer.conversation.id })
    }
    this.onSent(answer, record)
    await this.drawer.remove(record)
    record.files.forEach(file => this.#uploads.delete(file.client_id))
    this.tabs.tell("sent", { answer, from: record.conversation })
  }

  // As long as it is there: another tab may have settled it.
  async change({ client_id: clientId }, changes) {
    const record = this.records.find(one => one.client_id === clientId)
    if (!record) return
    await (changes ? this.drawer.put({ ...record, ...changes }) : this.drawer.remove(record))
    await this.refresh()
    this.tabs.tell("queue")
  }
}

// Without locks (an old browser, a page in a sandbox) two tabs may post the same message; client_id makes the second a repeat.
async function exclusively(name, work) {
  let begun = false
  try {
    return await navigator.locks.request(name, () => { begun = true; return work() })
  } catch (failure) {
    if (begun) throw failure
    return work()
  }
}
