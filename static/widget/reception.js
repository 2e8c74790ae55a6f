const PROMISED = 60_000

// What stands before a conversation: the questions, the promise of an answer, who the server takes us for.
export class Reception {
  #known = ""
  #promisedAt = Infinity
  questions = []
  promise = ""
  onChange = () => {}
  onIdentity = () => {}

  constructor({ api, memory, tabs }) {
    Object.assign(this, { api, memory, tabs })
    this.look = memory.get("look") || {}
    tabs.on("standing", () => this.ask())
  }

  welcome({ site, visitor, ...standing }) {
    const known = `${visitor.id} ${visitor.verified} ${visitor.name}`
    this.look = site
    this.memory.set({ look: site })
    this.agreed = visitor.agreed
    this.stand(standing)
    if (known !== this.#known) this.onIdentity({ verified: visitor.verified, name: visitor.name })
    this.#known = known
  }

  stand({ questions = [], open, promise = "" }) {
    Object.assign(this, { questions, open, promise })
    this.#promisedAt = Date.now()
    this.onChange()
  }

  // A site that does not ask needs no yes; whether it asks is not known before it has answered once.
  get maySeePages() {
    return (this.look.name && !this.look.asks_consent) || this.memory.get("pages") === true
  }

  // An open chat outlives the opening hours.
  renew() {
    if (Date.now() - this.#promisedAt > PROMISED) this.ask()
  }

  ask() {
    this.#promisedAt = Date.now()
    this.api.call("GET", "standing").then(standing => this.stand(standing), () => {})
  }
}
