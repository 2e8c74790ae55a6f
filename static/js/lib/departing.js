import { newId } from "lib/ids"
import { selectBlank } from "lib/inserting"
import { hurry, post } from "lib/sending"
import { say } from "lib/words"

// From the box into the outbox: what must be true before words leave, and what leaves with them.
export class Departing {
  #whenUploaded = null

  constructor(composer) {
    this.composer = composer
  }

  send({ resolve = false, asItIs = false } = {}) {
    const { box, mode, uploads, drafts, warnings, ticket } = this.composer
    const text = box.value.trim()
    if (uploads.busy) return this.#uploadFirst({ resolve, asItIs })
    const files = uploads.ready
    if (!text && !files.length) return this.#nothing()
    if (uploads.failed) return warnings.problem(say("files_missing"))
    if (!asItIs && this.#hasBlanks()) return
    const { quote, canned } = drafts.get(mode)
    const draft = drafts.leave(mode)
    this.#empty()
    post({ client_id: newId(), ticket, mode, text, files, quote, canned, draft, resolve, ...this.#journey(mode) })
    box.focus()
  }

  // A file has come through, or has not: whoever pressed Send before that waited for it.
  uploaded() {
    const { uploads } = this.composer
    if (!uploads) return
    const waits = Boolean(this.#whenUploaded) && uploads.busy
    this.composer.querySelector(".button--primary").setAttribute("aria-busy", waits)
    if (!this.#whenUploaded || waits) return
    const how = this.#whenUploaded
    this.#whenUploaded = null
    this.send(how)
  }

  #uploadFirst(how) {
    this.#whenUploaded = how
    this.uploaded()
  }

  // Where it goes, when it leaves, and what stood on the screen when it was written. Colleagues wait for no change of mind.
  #journey(mode) {
    const hold = mode === "reply" ? Number(this.composer.getAttribute("hold")) * 1000 : 0
    const to = this.composer.getAttribute({ note: "notes", whisper: "whispers" }[mode] ?? "replies")
    return { to, due: Date.now() + hold, seen_seq: document.querySelector("message-log").lastSeq }
  }

  #empty() {
    const { warnings, typing, uploads } = this.composer
    warnings.clear()
    typing.off()
    uploads.clear()
    this.composer.renew()
  }

  // Sending once more, with nothing new, lets go what is still held.
  #nothing() {
    const { outgoing, ticket, box } = this.composer
    if (outgoing.held) hurry(ticket)
    box.focus()
  }

  #hasBlanks() {
    const name = selectBlank(this.composer.box)
    if (name) this.composer.warnings.problem(say("still_blank", { name: `{${name}}` }), { mayOverride: true })
    return Boolean(name)
  }
}
