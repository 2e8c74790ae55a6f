import { h, icon, part } from "./dom.js"
import { pause } from "./memory.js"
import { MessageView } from "./message.js"

const TOGETHER = 5 * 60_000
const RICH_WITHIN = 3000

// The list of messages. Each has its key, is drawn again only when what it shows has changed, and never moves.
export class Log {
  #drawn = new Map()
  #freshAfter = null
  #busy = false
  #extras = null
  #late = false

  constructor({ client, words, times, origin }) {
    this.client = client
    this.words = words
    this.times = times
    this.t = (sentence, values) => words.t(sentence, values)
    this.view = new MessageView({ words, times, origin, t: this.t })
    this.list = h("div", { class: "log" })
    this.element = h("div", { "class": "widget__log", "role": "log", "aria-label": this.t("Messages"), "aria-live": "off", "tabindex": "0", "onscroll": () => this.#scrolled() }, this.list)
    this.#awaken()
    this.down = h("button", { "class": "button button--icon widget__down", "type": "button", "aria-label": this.t("To the newest message"), "hidden": true, "onclick": () => this.toEnd() }, icon("down"))
  }

  get atEnd() {
    return this.element.scrollTop > -40
  }

  toEnd() {
    this.element.scrollTop = 0
  }

  // Quoting and reacting are fetched when somebody comes near a message.
  #awaken() {
    const kinds = ["pointerover", "focusin", "touchstart"]
    const come = ({ target, type, pointerType }) => {
      kinds.forEach(kind => this.element.removeEventListener(kind, come))
      const near = type === "focusin" || pointerType === "mouse" ? target : null
      part("acts").then(({ Acts }) => new Acts(this, near), () => this.#awaken())
    }
    kinds.forEach(kind => this.element.addEventListener(kind, come, { passive: true }))
  }

  find(clientId) {
    return this.home(clientId)?.messages.get(clientId)
  }

  home(clientId) {
    return this.client.threads.find(thread => thread.messages.has(clientId))
  }

  elementOf(clientId) {
    return this.#drawn.get(clientId)?.element
  }

  // The line "New" stands where the customer stopped reading, and stays while the chat is open.
  markFresh() {
    const { thread } = this.client
    this.#freshAfter = thread?.unread ? thread.read : null
  }

  // History is not news: a screen reader hears only what comes after it.
  #announce() {
    const { thread } = this.client
    const whole = !thread || thread.unborn || thread.loaded
    if (this.element.ariaLive === "polite" || !whole) return
    setTimeout(() => { this.element.ariaLive = "polite" }, 500)
  }

  // Files, quotes and the like are drawn by a part of its own, fetched with the first message that has any.
  enrich() {
    this.#extras ??= part("extras").then(({ Extras }) => { this.view.extras = new Extras(this) }).catch(failure => {
      this.#extras = null
      throw failure
    })
    return this.#extras
  }

  // Where the part does not come in time, the words alone have to do until it does.
  #waits() {
    const { threads, outbox } = this.client
    const rich = one => one.quote || one.card || one.happening || one.state === "failed" || ["attachments", "files", "reactions", "masked"].some(kind => one[kind]?.length)
    if (this.view.extras || ![...threads.flatMap(thread => [...thread.messages.values()]), ...outbox.records].some(rich)) return false
    const came = this.enrich().catch(() => {})
    if (!this.#late) Promise.race([came, pause(RICH_WITHIN)]).then(() => { this.#late = true; this.render() })
    return !this.#late
  }

  render() {
    if (this.#waits()) return
    this.#announce()
    const items = this.#items()
    const keep = new Set(items.map(item => item.key))
    for (const [key, { element }] of this.#drawn) {
      if (keep.has(key)) continue
      element.remove()
      this.#drawn.delete(key)
    }
    let place = this.list.firstChild
    for (const item of items) {
      const inPlace = place !== null && this.#drawn.get(item.key)?.element === place
      const element = this.#element(item)
      if (inPlace) place = element.nextSibling
      else this.list.insertBefore(element, place)
    }
    this.#scrolled()
  }

  #element(item) {
    const known = this.#drawn.get(item.key)
    if (known && known.sign === item.sign) return known.element
    const element = item.typing ? this.#typing(item.typing) : this.view.draw(item)
    if (!known && item.arriving) element.classList.add("message--arriving")
    const shown = known ? changed(known.element, element) : element
    this.#drawn.set(item.key, { element: shown, sign: item.sign })
    return shown
  }

  #items() {
    const { client } = this
    const items = client.threads.flatMap(thread => this.#ofThread(thread))
    const there = new Set(items.map(item => item.key))
    for (const record of client.outbox.records) {
      if (there.has(record.client_id)) continue
      items.push({ key: record.client_id, record, offline: client.offline, at: record.written_at, arriving: true, sign: `${record.state} ${client.offline} ${record.error} ${!this.view.extras} ${this.find(record.quote)?.version}` })
    }
    const marked = this.#withDays(this.#greeted(items))
    if (client.typist) marked.push({ key: "typing", typing: client.typist, sign: client.typist })
    return marked
  }

  #ofThread(thread) {
    const messages = thread.sorted
    const agentsRead = thread.about.agents_seen?.read || 0
    const joined = thread.about.status === "joined"
    const seenAll = this.#drawn.size > 0
    return messages.map((message, at) => {
      const last = !together(message, messages[at + 1], agentsRead)
      const read = message.seq <= agentsRead
      const sign = `${message.version} ${last} ${read || joined} ${read} ${message.fetched_at} ${!this.view.extras} ${this.find(message.quote?.client_id)?.version}`
      return { key: message.client_id, message, last, read, joined, at: message.sent_at, arriving: seenAll, sign, fresh: this.#isFresh(thread, message) }
    })
  }

  #isFresh(thread, message) {
    return thread === this.client.thread && this.#freshAfter !== null && message.seq > this.#freshAfter && message.author.kind !== "customer" && !message.happening
  }

  #withDays(items) {
    const marked = []
    let day = ""
    let fresh = false
    for (const item of items) {
      const today = this.times.day(item.at)
      if (today !== day) marked.push({ key: `day ${today}`, mark: today, sign: today })
      if (item.fresh && !fresh) marked.push({ key: "fresh", mark: this.t("New"), fresh: true, sign: "fresh" })
      fresh ||= item.fresh
      day = today
      marked.push(item)
    }
    return marked
  }

  // The first word is the site's, and it stays: what is read must not jump when the first answer comes.
  #greeted(items) {
    const { look, threads: [first], sync, ready } = this.client
    if (!look.greeting || !ready || sync.past.length || (first && !first.unborn && first.first > 1)) return items
    const message = { text: look.greeting, author: { kind: "bot", ...look.bot }, sent_at: first?.about.started_at || new Date().toISOString(), version: 0 }
    return [{ key: "greeting", message, at: message.sent_at, last: true, sign: look.greeting }, ...items]
  }

  #typing(name) {
    const { thread } = this.client
    return h("div", { class: "message" }, this.view.avatar({ kind: "agent", name, photo: thread?.about.agent?.photo }),
      h("div", { class: "message__body" }, h("div", { "class": "message__bubble typing", "role": "img", "aria-label": this.t("{name} is writing", { name }) }, h("i"), h("i"), h("i"))))
  }

  async #scrolled() {
    const { element, client } = this
    this.down.hidden = element.scrollTop > -200
    const nearTop = element.scrollHeight + element.scrollTop - element.clientHeight < 120
    if (!nearTop || this.#busy || !client.hasEarlier || !client.ready) return
    this.#busy = true
    element.setAttribute("aria-busy", "true")
    await client.earlier().catch(() => {})
    element.removeAttribute("aria-busy")
    setTimeout(() => { this.#busy = false }, 300)
  }
}

// What has not changed stays where it is: nobody hears a message again because its tick has changed, and what plays goes on.
function changed(old, fresh) {
  const [body, other] = [old, fresh].map(one => one.querySelector(".message__body"))
  if (!body || !other) {
    old.replaceWith(fresh)
    return fresh
  }
  old.className = `${fresh.className}${old.classList.contains("message--arriving") ? " message--arriving" : ""}`
  old.ariaLabel = fresh.ariaLabel
  const former = [...body.children]
  body.replaceChildren(...[...other.children].map(child => former.find(one => same(one, child)) || child))
  return old
}

function same(one, other) {
  return one.isEqualNode(other) || (one.dataset.keep && one.dataset.keep === other.dataset.keep)
}

function together(message, next, agentsRead) {
  if (!next || next.happening || message.happening || message.edited_at) return false
  if (next.author.kind !== message.author.kind || next.author.name !== message.author.name) return false
  if (message.author.kind === "customer" && message.seq <= agentsRead !== next.seq <= agentsRead) return false
  return new Date(next.sent_at) - new Date(message.sent_at) < TOGETHER
}
