import { hear } from "lib/bus"
import { ask } from "lib/http"
import { outbox } from "lib/outbox"
import { load, save, watch } from "lib/store"

const KEEP_AFTER = 800
const LOOK_AGAIN_AFTER = 2_000
const VISIBILITY = { reply: "public", note: "internal" }
const KEPT = Object.keys(VISIBILITY)
// A whisper is for this minute: begun, it stays in this browser alone.
const MODES = [...KEPT, "whisper"]
const NOTHING = { text: "", quote: null, canned: [], kept_at: "", dirty: false, masked: [] }

// What has been begun in one ticket, for the customer and for colleagues: at once in this browser, a moment later on the
// server, so that it is there after a reload, on another device and after signing out. The newest words win; words of another
// device that had to give way are kept as `other`.
export class Drafts {
  #timers = {}
  #line = Promise.resolve()
  #looked = 0
  #later = false

  constructor(ticket, url, { changed }) {
    this.ticket = ticket
    this.key = `draft:${ticket}`
    this.url = url
    this.changed = changed
    this.off = new AbortController()
    watch(this.key, () => changed(), this.off.signal)
    addEventListener("visibilitychange", () => document.hidden || this.look(), { signal: this.off.signal })
    addEventListener("online", () => this.#keepAll(), { signal: this.off.signal })
    this.forget = hear(this, { outbox: () => this.#later && this.look() })
  }

  get(mode) {
    return { ...NOTHING, ...load(this.key, {})[mode] }
  }

  write(mode, changes) {
    this.#put(mode, { ...changes, dirty: true })
    clearTimeout(this.#timers[mode])
    this.#timers[mode] = setTimeout(() => this.#keep(mode), KEEP_AFTER)
  }

  // The words have gone into the outbox. The server forgets them together with storing the message; what is said here tells it
  // which words those were.
  leave(mode) {
    clearTimeout(this.#timers[mode])
    const { kept_at, dirty, saving } = this.get(mode)
    this.#put(mode, { ...NOTHING, kept_at, dirty: Boolean(saving) })
    return kept_at || (dirty && saving ? "unanswered" : "")
  }

  get other() {
    for (const mode of MODES) if (this.get(mode).other) return { mode, text: this.get(mode).other }
    return null
  }

  dismissOther() {
    for (const mode of MODES) this.#put(mode, { other: null })
  }

  // While words are on their way, the server still has them as a draft: they would come back into the box.
  async look() {
    this.#later = outbox.of(this.ticket).length > 0
    if (this.#later || Date.now() - this.#looked < LOOK_AGAIN_AFTER) return
    this.#looked = Date.now()
    const response = await ask(this.url).catch(() => null)
    if (!response?.ok) return
    const { drafts, called } = await response.json()
    if (!outbox.of(this.ticket).length) for (const mode of KEPT) this.#meet(mode, drafts[VISIBILITY[mode]])
    this.changed({ called })
  }

  stop() {
    this.off.abort()
    this.forget()
    this.#keepAll()
  }

  // What another device has kept meanwhile is taken over, unless something was written here that it does not know.
  #meet(mode, theirs) {
    const { text, dirty, kept_at } = this.get(mode)
    if (!dirty) return this.#put(mode, { text: theirs?.text ?? "", quote: theirs?.quote ?? null, kept_at: theirs?.kept_at ?? "" })
    if (theirs && theirs.kept_at !== kept_at && theirs.text.trim() && theirs.text !== text)
      this.#put(mode, { other: theirs.text, kept_at: theirs.kept_at })
    this.#keep(mode)
  }

  #keepAll() {
    for (const mode of MODES) if (this.get(mode).dirty) this.#keep(mode)
  }

  #keep(mode) {
    clearTimeout(this.#timers[mode])
    this.#line = this.#line.then(() => this.#send(mode)).catch(() => {})
    return this.#line
  }

  async #send(mode) {
    const { text, quote, kept_at, dirty } = this.get(mode)
    if (!dirty || !VISIBILITY[mode]) return
    this.#put(mode, { saving: true })
    const body = new URLSearchParams({ visibility: VISIBILITY[mode], text, seen_at: kept_at, reply_to: quote?.client_id ?? "" })
    try {
      const response = await ask(this.url, { method: "POST", body })
      if (response.ok) this.#kept(mode, text, await response.json())
    } finally {
      this.#put(mode, { saving: false })
    }
    this.changed({})
  }

  #kept(mode, text, { kept_at, displaced, masked }) {
    const now = this.get(mode)
    // Sent meanwhile, or written on: what was kept just now is not the last word.
    const more = now.text !== text
    this.#put(mode, { kept_at, dirty: more, masked, ...(displaced.trim() && { other: displaced }) })
    if (more) this.#keep(mode)
  }

  #put(mode, changes) {
    const all = load(this.key, {})
    const next = { ...all, [mode]: { ...NOTHING, ...all[mode], ...changes } }
    const worthKeeping = MODES.some((each) => ["text", "quote", "dirty", "other", "kept_at"].some((part) => next[each]?.[part]))
    save(this.key, worthKeeping ? next : null)
  }
}
