import { parse } from "lib/http"
import { me, say } from "lib/words"

const EXCERPT = 160

// What stands between the words and the customer: somebody of ours wrote meanwhile, or something is still to be filled in. Each is
// said once, with what to do; sending again is the answer.
export class Warnings {
  constructor(composer) {
    this.composer = composer
    this.notice = composer.querySelector("[data-stale]")
    this.line = composer.querySelector("#composer-problem")
    this.sendAsItIs = this.line.querySelector("button")
  }

  get isStale() {
    return !this.notice.hidden
  }

  problem(sentence, { mayOverride = false } = {}) {
    this.line.querySelector("span").textContent = sentence ?? ""
    this.line.hidden = !sentence
    this.sendAsItIs.hidden = !mayOverride
  }

  // What the shield will hide in it, told by the server when it kept the draft.
  masked(kinds) {
    const what = kinds.map((kind) => say(`masked_${kind}`)).join(", ")
    const text = what && say("will_mask", { what })
    const place = this.composer.querySelector("[data-masks] span")
    if (place.textContent !== text) place.textContent = text
    place.parentElement.hidden = !text
  }

  // `line` is the message that came in between, or says who leads the conversation now.
  stale(line) {
    const happening = line.querySelector("happening-line")
    if (happening) return this.#warn(say("led_by", { name: happening.getAttribute(happening.getAttribute("kind") === "taken_over" ? "name" : "to") }), "")
    const text = line.querySelector(".message__text")?.textContent.trim().replace(/\s+/g, " ") ?? ""
    const name = line.querySelector("author-name")?.textContent || say("bot")
    this.#warn(say("wrote_meanwhile", { name }), text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text)
  }

  #warn(who, what) {
    this.notice.querySelector("strong").textContent = who
    this.notice.querySelector("q").textContent = what
    this.notice.querySelector("q").hidden = !what
    this.notice.hidden = false
    this.#word()
  }

  clear() {
    this.problem()
    this.notice.hidden = true
    this.#word()
  }

  // News that comes while something stands in the box, still unsent.
  heard(html) {
    const line = [...parse(html).children].find((each) => each.matches("[data-seq]"))
    const { authorKind, authorId, visibility } = line?.dataset ?? {}
    const ours = authorKind === "agent" || authorKind === "bot"
    if (ours && authorId !== me && visibility === "public" && line.matches(".message")) this.stale(line)
  }

  #word() {
    const word = this.composer.querySelector("[data-send]")
    const mode = this.composer.mode
    word.textContent = word.dataset[mode === "reply" && this.isStale ? "againWord" : `${mode}Word`]
  }

  refresh() {
    this.#word()
  }
}
