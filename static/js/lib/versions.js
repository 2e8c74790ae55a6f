import { hear, tell } from "lib/bus"
import { SignedOut, ask, parse } from "lib/http"
import { atMostEvery } from "lib/timing"

// What one ticket's page knows, by the number of the last change: what is told in order is shown, a hole is fetched first.
export class Versions {
  #off
  #fetching = false
  #again = false

  constructor({ ticket, have, changes, put, lost }) {
    Object.assign(this, { ticket, have, changes, put, lost })
    this.catchUp = atMostEvery(300, () => this.#fetch())
    this.#off = hear(this, {
      welcome: this.watch,
      fragment: this.#fragment,
      poke: this.#poked,
      heartbeat: this.#beat,
      watching: ({ ticket, version }) => this.mine(ticket) && version > this.have && this.catchUp(),
      poll: this.catchUp,
      "catch-up": this.catchUp,
      written: ({ html }) => this.put(parse(html)),
    })
  }

  stop() {
    this.#off()
    this.catchUp.cancel()
  }

  mine(ticket) {
    return Number(ticket) === this.ticket
  }

  watch() {
    tell("send", { type: "watch", ticket: this.ticket, version: this.have })
  }

  #fragment({ ticket, version, html }) {
    if (!this.mine(ticket) || version <= this.have) return
    if (version > this.have + 1) return this.catchUp()
    this.have = version
    this.put(parse(html))
  }

  // What a poke is about was not pushed: it is always fetched.
  #poked({ topic, ticket }) {
    if (topic === "ticket" && this.mine(ticket)) this.catchUp()
  }

  #beat({ versions }) {
    if ((versions?.[this.ticket] ?? 0) > this.have) this.catchUp()
  }

  async #fetch() {
    if (this.#fetching) return (this.#again = true)
    this.#fetching = true
    try {
      const response = await ask(`${this.changes}?after=${this.have}`)
      if (response.status === 404) return this.#gone()
      if (response.ok) this.#apply(parse(await response.text()).querySelector("ticket-changes"))
    } catch (error) {
      if (!(error instanceof SignedOut) && navigator.onLine) setTimeout(this.catchUp, 3_000)
    } finally {
      this.#fetching = false
      if (this.#again) this.catchUp()
      this.#again = false
    }
  }

  #apply(changes) {
    this.put(changes)
    this.have = Math.max(this.have, Number(changes.getAttribute("version")))
    if (changes.hasAttribute("more")) this.catchUp()
  }

  #gone() {
    this.stop()
    this.lost()
  }
}
