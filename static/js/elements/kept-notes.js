import { SignedOut, ask } from "lib/http"

const PAUSE = 800
const RETRY = 4_000

// <kept-notes action="...">: notes that keep themselves while one writes. What a colleague changed meanwhile is shown beside
// one's own words, and a person decides.
class KeptNotes extends HTMLElement {
  #timer
  #sending = false

  connectedCallback() {
    this.#text.addEventListener("input", this.#typed)
    this.#text.addEventListener("blur", this.#now)
    this.addEventListener("click", this.#decided)
  }

  disconnectedCallback() {
    // Leaving for another ticket is no reason to lose a sentence.
    if (this.#text?.hasAttribute("data-dirty")) this.#save()
    clearTimeout(this.#timer)
  }

  get #text() {
    return this.querySelector("textarea")
  }

  get #conflict() {
    return this.querySelector("[data-conflict]")
  }

  #typed = () => {
    this.#text.toggleAttribute("data-dirty", true)
    this.#say("")
    this.#later(PAUSE)
  }

  #now = () => this.#text.hasAttribute("data-dirty") && this.#conflict.hidden && this.#later(0)

  #later(wait) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#save(), wait)
  }

  async #save() {
    if (this.#sending) return this.#later(PAUSE)
    const [notes, before] = [this.#text.value, this.dataset.before]
    this.#sending = true
    try {
      const body = new FormData()
      body.set("notes", notes)
      body.set("before", before)
      await this.#answered(await ask(this.getAttribute("action"), { method: "POST", body }), notes)
    } catch (error) {
      this.#say("unsaved")
      if (!(error instanceof SignedOut) && this.isConnected) this.#later(RETRY)
    } finally {
      this.#sending = false
    }
  }

  async #answered(response, sent) {
    if (response.status === 422) return this.#say(null, await response.text())
    if (response.status >= 500 || response.status === 429) throw new Error(response.status)
    if (!response.ok && response.status !== 409) return this.#say("unsaved")
    const { notes } = await response.json()
    if (response.status === 409) return this.#ask(notes)
    this.dataset.before = notes
    if (this.#text.value !== sent) return this.#later(PAUSE)
    this.#text.removeAttribute("data-dirty")
    this.#say("saved")
  }

  #ask(theirs) {
    this.#conflict.hidden = false
    this.#conflict.querySelector("[data-theirs]").textContent = theirs
    this.#say("")
  }

  #decided = ({ target }) => {
    const choice = target.closest("[data-keep]")?.dataset.keep
    if (!choice) return
    const theirs = this.#conflict.querySelector("[data-theirs]").textContent
    this.dataset.before = theirs
    if (choice === "theirs") this.#text.value = theirs
    if (choice === "both") this.#text.value = `${theirs}\n${this.#text.value}`.trim()
    this.#conflict.hidden = true
    this.#text.focus()
    this.#later(0)
  }

  #say(state, text) {
    const line = this.querySelector("[role=status]")
    line.textContent = text ?? line.dataset[state] ?? ""
  }
}

customElements.define("kept-notes", KeptNotes)
