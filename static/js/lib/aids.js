import htmx from "htmx"
import { callBefore, insert, selectBlank } from "lib/inserting"
import { Suggestions } from "lib/suggestions"
import { pickEmoji } from "lib/emoji"
import { Suggested } from "lib/suggested"
import { say } from "lib/words"

// What helps writing: canned replies by a slash or by their own field, colleagues by an @, emoji.
export class Aids {
  constructor(composer, { used, told }, signal) {
    this.composer = composer
    this.box = composer.box
    this.combo = composer.querySelector("[role=combobox]")
    this.used = used
    this.told = told
    this.suggestions = new Suggestions(composer.querySelector(".suggestions"), { shut: () => (this.combo.value = "") })
    this.suggested = new Suggested(composer, { taken: (option) => this.#canned(option, { from: this.box.selectionStart }) }, signal)
    this.#listen((target, name, act) => target.addEventListener(name, act, { signal }))
  }

  // Whether the key was for the list.
  key(event) {
    return this.suggestions.key(event)
  }

  #listen(on) {
    on(this.box, "input", ({ isComposing }) => isComposing || this.#look())
    on(this.box, "click", () => this.#look())
    for (const name of ["focus", "click", "input"]) on(this.combo, name, () => this.#search())
    on(this.combo, "keydown", (event) => this.#comboKey(event))
    on(this.composer, "focusout", ({ relatedTarget }) => this.composer.contains(relatedTarget) || this.suggestions.shut())
    on(document, "canned-changed", () => this.suggestions.forget())
    on(this.composer.querySelector("[data-edit]"), "click", ({ currentTarget }) => this.#edit(currentTarget.dataset.url))
    on(this.composer.querySelector("[data-pick]"), "click", ({ currentTarget }) => this.#emoji(currentTarget))
  }

  // At the caret: "/hol" offers canned replies, "@bo" in a note offers colleagues.
  #look() {
    const call = callBefore(this.box, this.composer.mode === "note" ? ["/", "@"] : ["/"])
    if (!call) return this.suggestions.field === this.box && this.suggestions.shut()
    const taken = (option) => (call.sign === "/" ? this.#canned(option, call) : insert(this.box, `@${option.name} `, call.from, this.box.selectionStart))
    const [kind, url] = call.sign === "/" ? ["canned", "canned"] : ["people", "colleagues"]
    this.suggestions.open(this.box, { kind, url: this.composer.getAttribute(url), words: call.words, taken })
  }

  #search() {
    const words = this.combo.value.replace(/^\//, "")
    const taken = (option) => this.#canned(option, { from: this.box.selectionStart, to: this.box.selectionEnd })
    this.suggestions.open(this.combo, { kind: "canned", url: this.composer.getAttribute("canned"), words, taken })
  }

  #comboKey(event) {
    if (this.key(event)) return event.key === "Escape" && this.box.focus()
    if (event.key === "Escape") this.box.focus()
    // Enter in this field never sends what stands in the other.
    if (event.key === "Enter") event.preventDefault()
  }

  #canned({ text, pk, blanks }, { from }) {
    const to = Math.max(from, this.box.selectionEnd)
    insert(this.box, text, from, to)
    this.used(Number(pk))
    if (!blanks) return
    selectBlank(this.box, from)
    this.told(say("fill_in", { names: blanks.split("|").map((name) => `{${name}}`).join(", ") }))
  }

  #edit(url) {
    this.suggestions.shut()
    htmx.ajax("GET", url, { target: "#act", swap: "innerHTML" })
  }

  async #emoji(button) {
    const emoji = await pickEmoji(button)
    if (emoji) insert(this.box, emoji)
    else button.focus()
  }
}
