const RECENT = 3 * 24 * 60 * 60_000

// One conversation as far as this tab knows it. `have` is the highest public version applied without a hole.
export class Thread {
  have = 0
  messages = new Map()
  loaded = false
  complete = false
  readUpTo = 0

  constructor(conversation) {
    this.id = conversation.id
    this.about = conversation
  }

  get sorted() {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq)
  }

  get first() {
    return Math.min(...[...this.messages.values()].map(message => message.seq))
  }

  get last() {
    return Math.max(0, ...[...this.messages.values()].map(message => message.seq))
  }

  // Made here and not yet known to the server: its first message is still on its way.
  get unborn() {
    return !this.about.version
  }

  get closed() {
    return this.about.status === "closed"
  }

  // An answer may still come: the next page connects without a click.
  get recent() {
    return !this.closed || Date.now() - new Date(this.about.closed_at) < RECENT
  }

  get unread() {
    if (!this.loaded) return this.about.unread || 0
    return [...this.messages.values()].filter(message => this.fresh(message)).length
  }

  fresh(message) {
    return message.author.kind !== "customer" && !message.happening && message.seq > this.read
  }

  get read() {
    return Math.max(this.readUpTo, this.about.seen?.read || 0)
  }

  // The newer version of a message wins, whichever way it came and in whatever order.
  put(message) {
    const known = this.messages.get(message.client_id)
    if (known && known.version > message.version) return
    this.messages.set(message.client_id, { ...message, fetched_at: Date.now() })
  }

  learn(conversation) {
    if (conversation.version >= (this.about.version || 0)) this.about = conversation
  }

  // True when the frame fits; false when something before it is missing and has to be fetched first. What it says of the
  // conversation may be newer than its own version: what made it so is still on its way.
  apply({ version, message, conversation }) {
    if (version > this.have + 1) return false
    if (conversation) this.learn(conversation)
    // A place in the queue moves without a version.
    if (!(version > this.have)) return true
    if (message) this.put(message)
    this.have = version
    return true
  }

  // Our own message, acknowledged: shown in any case, counted only when it is the next one.
  acknowledge({ conversation, message }) {
    this.put(message)
    this.learn(conversation)
    if (message.version === this.have + 1) this.have = message.version
    return this.have >= conversation.version
  }

  // What a fetch brought. `more` means that only the messages up to the last version here are known to be whole.
  absorb({ conversation, messages, more }) {
    messages.forEach(message => this.put(message))
    this.learn(conversation)
    this.loaded = true
    const reached = more ? Math.max(this.have, ...messages.map(message => message.version)) : conversation.version
    this.have = Math.max(this.have, reached)
  }
}
