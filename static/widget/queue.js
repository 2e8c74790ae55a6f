import { h, icon } from "./dom.js"
import { pause } from "./memory.js"
import { wear } from "./styles.js"

const css = `
.queue { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; font: var(--text-s); color: var(--ink-soft); justify-content: end; &:not(:has(.icon, .button)) { position: absolute; } > .icon { --icon-size: 18px; } > p { flex: 1; min-inline-size: 0; } > .button { --button-round: 99px; --button-ink: var(--accent-ink); --button-line: var(--accent-ink); --button-size: 32px; --button-gutter: 8px; } }
.widget .queue:focus-visible { outline: none; }
`

export async function draw(lobby) {
  lobby.queue ??= new Queue(lobby.panel)
  // A screen reader hears only what changes after the line has come.
  await pause(50)
  lobby.queue.render()
}

// Who waits is told his place, and may ask for a person.
class Queue {
  #sign = ""
  #calling = ""

  constructor(panel) {
    const { client, t, root, composer } = panel
    Object.assign(this, { client, t, composer, panel })
    wear(root, css)
    this.clock = icon("clock")
    this.words = h("p", { role: "status" })
    this.button = h("button", { class: "button", type: "button", onclick: () => this.#call() }, t("Talk to a person"))
    this.element = h("div", { class: "queue", tabindex: "-1" }, this.words)
    // Right above the field, whichever part loads first.
    composer.notice.before(this.element)
  }

  render() {
    const { thread, look, memory } = this.client
    const { id, status, version, place = null, person } = thread?.about || {}
    const waits = Boolean(version) && status === "queued"
    const called = waits && (person || memory.get("calling") === id)
    const offers = waits && person === false && !called && !look.people_only
    const sign = JSON.stringify([waits && place, called, offers])
    if (waits && person === false && called) this.#insist(id)
    if (sign === this.#sign) return
    this.#sign = sign
    const words = [called && this.t("We are calling a person."), waits && place && this.#place(place)].filter(Boolean).join(" ")
    const within = this.element.contains(this.element.getRootNode().activeElement)
    this.words.textContent = words
    const parts = [words && this.clock, this.words, offers && this.button].filter(Boolean)
    const { children } = this.element
    // The place moves while the button is being pressed: put in anew, it would not count as pressed.
    if (parts.length !== children.length || parts.some((part, at) => part !== children[at])) this.element.replaceChildren(...parts)
    if (within) this.element.focus({ preventScroll: true })
  }

  #place(place) {
    return place === 1 ? this.t("You are next in the queue.") : this.t("You are number {place} in the queue.", { place })
  }

  // Kept, so that a reload asks on.
  #call() {
    this.client.memory.set({ calling: this.client.thread.id })
    this.render()
  }

  async #insist(id) {
    if (this.#calling === id) return
    this.#calling = id
    const { api, memory } = this.client
    try {
      this.client.learn(await api.insist(`conversations/${id}/person`, {}))
    } catch (failure) {
      this.composer.warn(failure.message || this.t("This was not saved. Try again."))
    }
    memory.set({ calling: undefined })
    this.#calling = ""
    this.client.onChange()
  }
}
