import { Api } from "./api.js"
import { Live } from "./live.js"
import { Memory, pause, uuid } from "./memory.js"
import { Outbox } from "./outbox.js"
import { Reception } from "./reception.js"
import { Seen } from "./seen.js"
import { Sync } from "./sync.js"
import { Tabs } from "./tabs.js"
import { Thread } from "./thread.js"
import { Visit } from "./visit.js"

const TYPING_EVERY = 3000
const TYPING_LASTS = 6000
const RETRY = 3000
const RETRY_MOST = 15_000

// All that the widget knows and does, without a pixel: the conversations, what is on its way, the connection.
export class Client {
  #beginning = null
  #typingTimer = 0
  #typedAt = 0
  threads = []
  conversations = []
  look = {}
  trouble = null
  refusal = ""
  typist = ""
  attending = false
  ready = false
  onChange = () => {}
  onMessage = () => {}
  onLook = () => {}

  constructor({ origin, site, option, language, wanted, asks }) {
    this.memory = new Memory(site)
    this.look = this.memory.get("look") || {}
    this.tabs = new Tabs(this.memory.name)
    this.api = new Api({ origin, site, memory: this.memory, language, wanted, identity: option("identity") })
    this.outbox = new Outbox({ api: this.api, memory: this.memory, tabs: this.tabs })
    this.live = new Live({ origin, hello: () => this.#hello() })
    this.sync = new Sync({ api: this.api, live: this.live })
    this.seen = new Seen(this.api)
    this.reception = new Reception(this)
    this.visit = new Visit(page => this.#tellPage(page), this.reception)
    this.asks = asks && !this.memory.get("conversation")
    this.#wire()
  }

  #wire() {
    this.api.onSession = answer => this.#welcome(answer)
    this.api.onReach = failure => this.#reached(failure)
    this.reception.onChange = () => this.onChange()
    this.outbox.onChange = () => this.onChange()
    this.outbox.onSent = (answer, record) => this.#sent(answer, record)
    this.live.onFrame = frame => this.#frame(frame)
    this.live.onState = state => this.#liveChanged(state)
    this.live.onRefused = code => code === 4401 && this.api.session().catch(() => {})
    this.sync.onArrived = (thread, messages) => this.#arrived(thread, messages)
    this.sync.onChange = thread => this.#changed(thread)
    this.tabs.on("read", ({ conversation, seq }) => this.#readElsewhere(conversation, seq))
    this.tabs.on("left", () => this.#leave())
    window.addEventListener("online", () => this.#reached(null))
    window.addEventListener("offline", () => this.onChange())
  }

  get thread() {
    return this.threads.at(-1) || null
  }

  get unread() {
    return this.threads.reduce((sum, thread) => sum + thread.unread, 0)
  }

  // Questions come before the first conversation, and before nothing else.
  get asked() {
    return this.thread || this.outbox.records.length ? [] : this.reception.questions
  }

  get mayAsk() {
    return this.asks && !this.ready && !this.thread && !this.refusal
  }

  get offline() {
    return navigator.onLine === false || (this.trouble?.status === 0 && !this.live.heard)
  }

  get hasEarlier() {
    return this.threads.length > 0 && (!this.threads[0].complete || this.sync.past.length > 0) && this.threads[0].loaded
  }

  begin() {
    this.#beginning ??= this.#begin().finally(() => { this.#beginning = null })
    return this.#beginning
  }

  async #begin() {
    await this.outbox.refresh()
    this.outbox.drain()
    const remembered = this.memory.get("conversation")
    if (remembered && !this.thread) this.#follow(remembered)
    for (let attempt = 1; !this.ready; attempt += 1) {
      try {
        await this.api.session()
      } catch (failure) {
        if (!failure.passing) return this.#refuse(failure)
        await pause(failure.retryAfter || Math.min(RETRY * attempt, RETRY_MOST))
      }
    }
    return null
  }

  async identify(jwt) {
    this.api.identity = jwt || null
    this.live.stop()
    this.threads = []
    await this.api.session()
  }

  async logout() {
    this.#leave()
    await this.outbox.empty()
    this.memory.forget()
    this.tabs.tell("left")
  }

  #leave() {
    this.live.stop()
    this.api.identity = null
    this.threads = []
    this.ready = false
    this.onChange()
  }

  // The conversation's number is made here, so that opening it twice opens it once.
  async write(words) {
    const conversation = this.thread?.id || this.memory.get("conversation") || uuid()
    this.#follow(conversation)
    this.typing(false)
    if (!this.ready) this.begin()
    await this.outbox.add({ ...words, conversation, page: this.visit.page })
  }

  typing(on) {
    if (on ? Date.now() - this.#typedAt < TYPING_EVERY : !this.#typedAt) return
    this.#typedAt = on ? Date.now() : 0
    this.live.send({ type: "typing", on })
  }

  // True while the customer looks at the conversation: then what came counts as read.
  attend(on) {
    this.attending = on
    this.#look()
  }

  async earlier() {
    const older = await this.sync.earlier(this.threads[0])
    if (older) this.threads = [older, ...this.threads]
    this.onChange()
  }

  #welcome(answer) {
    const { site, conversations } = answer
    Object.assign(this, { look: site, conversations, ready: true, refusal: "" })
    this.reception.welcome(answer)
    this.onLook(site)
    const current = conversations.find(one => one.id === this.thread?.id) || (this.#unsent ? null : conversations[0])
    this.sync.past = conversations.filter(one => one !== current && !this.threads.some(thread => thread.id === one.id))
    if (current) this.#follow(current.id, current)
    else if (!this.#unsent) this.threads = []
    this.#connect()
    this.sync.catchUp(this.thread)
    this.visit.look()
    this.onChange()
  }

  get #unsent() {
    return this.outbox.records.some(record => record.conversation === this.thread?.id)
  }

  #follow(id, about = { id, version: 0, seq: 0, status: "queued" }) {
    const known = this.threads.find(thread => thread.id === id)
    if (known) known.learn(about)
    else this.threads = [...this.threads.filter(thread => thread.loaded), new Thread(about)]
    this.#remember()
  }

  #remember() {
    this.memory.set({ conversation: this.thread?.id, active: this.thread?.recent || undefined })
  }

  #connect() {
    if (this.ready && this.thread && !this.thread.unborn) this.live.start()
  }

  async #hello() {
    if (!this.api.token) await this.api.session().catch(() => {})
    const { thread } = this
    return { token: this.api.token, conversation: thread && !thread.unborn ? thread.id : null, version: thread?.have || 0 }
  }

  #frame(frame) {
    if (frame.type === "typing") return this.#typingOf(frame)
    if (frame.type === "heartbeat") return this.#compare(frame.versions)
    const about = frame.type === "state" ? frame.conversation : null
    const thread = this.threads.find(one => one.id === (about ? about.id : frame.conversation))
    if (!thread) return null
    if (frame.type === "welcome" && !(thread.loaded && frame.version === thread.have)) this.sync.catchUp(thread)
    if (frame.type === "message") this.#apply(thread, { ...frame, conversation: frame.state })
    if (about) this.#apply(thread, frame)
    return null
  }

  #apply(thread, change) {
    const news = change.message && !thread.messages.has(change.message.client_id) && change.version > thread.have
    if (!thread.apply(change)) return this.sync.catchUp(thread)
    if (news) this.#arrived(thread, [change.message])
    return this.#changed(thread)
  }

  #arrived(thread, messages) {
    for (const message of messages.filter(one => thread.fresh(one))) {
      this.typist = ""
      this.onMessage(message)
    }
  }

  #changed(thread) {
    if (thread === this.thread && thread.about.continues && !this.#unsent) this.#goOn(thread.about.continues)
    if (thread === this.thread) this.#remember()
    this.onChange()
    this.#look()
  }

  // Our operator has put this talk together with another one.
  #goOn(id) {
    const thread = this.threads.find(one => one.id === id) || new Thread({ id, version: 1, seq: 0 })
    this.threads = [...this.threads.filter(one => one !== thread), thread]
    this.sync.past = this.sync.past.filter(one => one.id !== id)
    this.live.send({ type: "follow", conversation: id })
    this.sync.catchUp(thread)
  }

  #look() {
    const { thread } = this
    if (!thread) return
    if (this.attending && thread.last > thread.readUpTo) {
      thread.readUpTo = thread.last
      this.tabs.tell("read", { conversation: thread.id, seq: thread.last })
      this.onChange()
    }
    this.seen.soon(thread)
  }

  #readElsewhere(conversation, seq) {
    const thread = this.threads.find(one => one.id === conversation)
    if (thread) thread.readUpTo = Math.max(thread.readUpTo, seq)
    this.onChange()
  }

  #compare(versions) {
    for (const thread of this.threads) {
      if (versions && Object.hasOwn(versions, thread.id) && versions[thread.id] > thread.have) this.sync.catchUp(thread)
    }
  }

  #typingOf({ name, on }) {
    clearTimeout(this.#typingTimer)
    this.typist = on ? String(name || "") : ""
    if (on) this.#typingTimer = setTimeout(() => this.#typingOf({ on: false }), TYPING_LASTS)
    this.onChange()
  }

  #sent(answer, record) {
    const { conversation } = answer
    const moved = conversation.id !== record.conversation
    this.#follow(conversation.id, conversation)
    const thread = this.threads.find(one => one.id === conversation.id)
    const whole = thread.acknowledge(answer)
    if (!thread.loaded) this.reception.ask()
    if (moved) this.live.send({ type: "follow", conversation: conversation.id })
    if (!whole || !thread.loaded) this.sync.catchUp(thread)
    this.#connect()
    this.#changed(thread)
  }

  // Before and after a conversation the page is the visitor's alone.
  #tellPage(page) {
    const { thread, ready, api } = this
    const live = thread && !thread.unborn && !thread.closed
    if (ready) api.call("POST", live ? `conversations/${thread.id}/page` : "page", page).catch(() => {})
    return ready
  }

  // What an answer says of a conversation, and what it may have missed.
  learn(about) {
    const thread = this.threads.find(one => one.id === about.id)
    thread?.learn(about)
    this.sync.catchUp(thread)
    this.onChange()
  }

  #reached(failure) {
    const before = this.trouble?.status
    this.trouble = failure?.passing ? failure : null
    if (before === 0 && !failure) this.#back()
    if (before !== this.trouble?.status) this.onChange()
  }

  // Whoever answers again is not waited for any longer.
  #back() {
    this.outbox.drain()
    this.live.wake()
  }

  #refuse(failure) {
    this.refusal = failure.message || true
    this.onChange()
  }

  #liveChanged(state) {
    if (state !== "live" && state !== "off") this.sync.poll(() => this.thread)
    this.onChange()
  }
}
