import { h, icon } from "./dom.js"
import { pause } from "./memory.js"
import { wear } from "./styles.js"

const STAR = "m10 2.8 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7z"
const LONGEST = 2000
const THANKED = 8000
const css = `
.asks { position: relative; display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); &:not(:has(form)) { gap: 0; } &:not(:has(form, b)) { position: absolute; }
  > form { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
  fieldset { border: 0; padding: 0; min-inline-size: 0; }
  legend { padding: 0; margin-block-end: 4px; font-weight: 500; } }
.widget .asks:focus-visible { outline: none; }
.asks__say { display: flex; align-items: center; justify-content: center; gap: 8px; text-align: center; }
.asks:has(.asks__skip) > .asks__say { padding-inline: 36px; }
.asks > .asks__skip { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; --button-size: 28px; }
.asks__row { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
.asks__row--end { justify-content: end; }
.asks > form > .button { justify-self: center; }
.asks__chip { --button-round: 99px; --button-ink: var(--accent-ink); --button-line: var(--accent-ink); --button-size: 36px; &:is([aria-pressed="true"], :has(:checked)) { --button-paper: var(--accent-wash-strong); } > input { position: absolute; opacity: 0; } &:has(:focus-visible) { outline: 2px solid var(--ring); outline-offset: 2px; } }
.asks__stars { display: flex; justify-content: center; gap: 4px; }
.asks__star { position: relative; display: grid; place-items: center; inline-size: 44px; block-size: 44px; border-radius: 10px; color: var(--ink-faint); cursor: pointer;
  > input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; opacity: 0; cursor: inherit; }
  > .icon { --icon-size: 28px; }
  &:has(:focus-visible) { outline: 2px solid var(--ring); outline-offset: -2px; }
  &:is(:has(:checked), :has(~ .asks__star :checked)) { color: light-dark(oklch(72% 0.15 75), oklch(80% 0.14 80)); > .icon { fill: currentcolor; } } }
@media (hover: hover) { .asks__stars:hover .asks__star:is(:hover, :has(~ .asks__star:hover)) { color: light-dark(oklch(72% 0.15 75), oklch(80% 0.14 80)); } }
.asks__field { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr); > label { font-weight: 500; > span { font-weight: 400; color: var(--ink-soft); } } > small { font: var(--text-xs); color: var(--ink-soft); } }
.widget .asks__input { font: inherit; font-size: 16px; inline-size: 100%; min-block-size: 40px; padding: 8px 12px; color: inherit; background: var(--paper-raised); border: 1px solid var(--line-control); border-radius: 6px; resize: vertical; max-block-size: 160px; &:focus-visible { outline-offset: 0; } }
.asks__error { font: var(--text-s); color: var(--negative); &:empty { display: none; } &[data-calm] { color: var(--ink-soft); } }
.asks__questions { max-block-size: min(300px, 40dvh); overflow-y: auto; display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); padding: 2px; .asks__row { justify-content: start; } }
@media (pointer: coarse) { .widget .asks__chip { --button-size: 44px; } .widget .asks__input { min-block-size: 44px; } }
@media (forced-colors: active) { .asks__star:is(:has(:checked), :has(~ .asks__star :checked)) > .icon { fill: highlight; } .asks__chip:is([aria-pressed="true"], :has(:checked)) { border-color: highlight; } }
`

export async function draw(lobby) {
  lobby.asks ??= new Asks(lobby.panel)
  // A screen reader hears only what changes after the line has come.
  await pause(50)
  lobby.asks.render()
}

// What the customer is asked now, one thing at a time, below the talk. What he types and what he answers is kept until the
// server has it, through a reload too.
class Asks {
  #sign = "[]"
  #ask = null
  #sending = null
  #given = false
  #thanks = ""
  #pointed = false

  constructor(panel) {
    const { client, t, root, composer, log } = panel
    Object.assign(this, { panel, client, t, composer, view: log.view })
    wear(root, css)
    this.say = h("p", { class: "asks__say", role: "status" })
    this.error = h("p", { class: "asks__error", role: "alert" })
    this.element = h("div", { class: "asks", tabindex: "-1" }, this.say)
    composer.element.prepend(this.element)
    this.#insist()
  }

  // Drawn again only when something else is asked: a network that comes and goes must not move what is being typed.
  render() {
    const { thread } = this.client
    const ask = thread?.about.ask || null
    const sign = JSON.stringify(ask ? [thread.id, ask.kind, ask.session, ask.questions] : [this.#thanks].filter(Boolean))
    const { activeElement } = this.element.getRootNode()
    const yields = this.#giveWay(ask) && activeElement === this.composer.text
    if (yields) this.element.focus({ preventScroll: true })
    if (sign === this.#sign) return
    this.#sign = sign
    this.#ask = ask && { ...ask, conversation: thread.id }
    const within = this.element.contains(activeElement)
    this.error.textContent = ""
    this.element.replaceChildren(this.say, ...(ask ? this.#drawn(ask) : []))
    if (!ask) this.say.replaceChildren(...(this.#thanks ? [h("b", null, this.#thanks)] : []))
    if (within) this.#focus()
  }

  // Where words are asked for there is one field at a time, unless somebody has begun in the other.
  #giveWay(ask) {
    const { form, draft } = this.composer
    form.hidden = ["comment", "questions"].includes(ask?.kind) && !draft.trim() && !this.client.memory.get("card")
    return form.hidden
  }

  #focus() {
    if (this.#ask || this.#thanks) this.element.focus({ preventScroll: true })
    else if (matchMedia("(pointer: coarse)").matches) this.panel.log.element.focus()
    else this.panel.lobby.focus()
  }

  #drawn(ask) {
    const kinds = { solved: () => this.#solved(), rating: () => this.#rating(ask), comment: () => this.#comment(), questions: () => this.#questions(ask), name: () => this.#name(ask) }
    this.say.replaceChildren()
    if (!Object.hasOwn(kinds, ask.kind)) return []
    const form = h("form", { novalidate: true, onsubmit: event => this.#submit(event), oninput: () => this.#keep() }, kinds[ask.kind](), this.error)
    this.#restore(form)
    return ["solved", "rating"].includes(ask.kind) ? [form, this.composer.button("x", this.t("Skip"), () => this.#answer(null), { class: "button button--quiet button--icon asks__skip" })] : [form]
  }

  #head(sentence, face) {
    this.say.replaceChildren(...(face ? [this.view.avatar(face)] : []), h("b", null, sentence))
  }

  #solved() {
    this.#head(this.t("Was your question solved?"))
    const kept = this.#reply?.value
    const chip = (word, value) => h("button", { "class": "button asks__chip", "type": "button", "aria-pressed": String(kept === value), "onclick": event => this.#pressed(event.currentTarget, value) }, word)
    return h("div", { class: "asks__row" }, chip(this.t("Yes"), true), chip(this.t("No"), false))
  }

  #pressed(chip, value) {
    for (const one of chip.parentElement.children) one.ariaPressed = String(one === chip)
    this.#answer(value)
  }

  // One press of a finger or a mouse is enough. Arrows go from star to star, so a keyboard says when it has chosen.
  #rating({ about, name, photo }) {
    const human = about === "operator"
    this.#head(name ? this.t("How was it with {name}?", { name }) : this.t("How was this conversation?"), { kind: human ? "agent" : "bot", name, photo })
    const kept = this.#reply?.value
    this.done = h("button", { class: "button button--primary", hidden: true }, this.t("Rate"))
    const star = value => h("label", { class: "asks__star" }, h("input", { "type": "radio", "name": "stars", value, "aria-label": value, "checked": kept === Number(value), "onchange": () => this.#starred() }), icon(STAR))
    const stars = h("div", { class: "asks__stars" }, ["1", "2", "3", "4", "5"].map(star))
    this.#pointed = false
    return [h("fieldset", { "aria-label": this.t("Rate this conversation"), "onpointerdown": () => { this.#pointed = true }, "onkeydown": () => { this.#pointed = false } }, stars), this.done]
  }

  #starred() {
    if (this.#pointed) this.#answer(Number(this.#values.stars))
    else this.done.hidden = false
  }

  #comment() {
    this.#head(this.t("We are sorry that it was not better."))
    const field = h("textarea", { "class": "asks__input", "id": "asks-comment", "name": "comment", "rows": "3", "maxlength": LONGEST, "aria-describedby": "asks-hint" })
    const hint = h("small", { id: "asks-hint" }, this.t("A supervisor reads every comment."))
    return [h("div", { class: "asks__field" }, h("label", { for: "asks-comment" }, this.t("What should have been better?")), field, hint), this.#buttons(this.t("Send"))]
  }

  #name({ value }) {
    const label = this.t("How should we address you?")
    this.#head(label)
    return [h("input", { "class": "asks__input", "name": "name", "maxlength": "100", "autocomplete": "name", "aria-label": label, value }), this.#buttons(this.t("Save"))]
  }

  #questions({ questions }) {
    this.#head(this.t("A few short questions"))
    return [h("div", { class: "asks__questions" }, questions.map(question => this.#question(question))), this.#buttons(this.t("Send"))]
  }

  #question({ name, label, kind, options, required }) {
    const optional = required ? "" : h("span", null, ` · ${this.t("optional")}`)
    const id = `asks-${name}`
    if (kind === "text") return h("div", { class: "asks__field" }, h("label", { for: id }, label, optional), h("input", { id, name, "class": "asks__input", "maxlength": "1000", "aria-required": String(required) }))
    const chip = option => h("label", { class: "button asks__chip" }, h("input", { type: "radio", name, value: option.value }), option.label)
    return h("fieldset", null, h("legend", null, label, optional), h("div", { class: "asks__row" }, options.map(chip)))
  }

  #buttons(word) {
    return h("div", { class: "asks__row asks__row--end" }, h("button", { class: "button button--quiet", type: "button", onclick: () => this.#answer(null) }, this.t("Skip")), h("button", { class: "button button--primary" }, word))
  }

  get #values() {
    return Object.fromEntries([...new FormData(this.element.querySelector("form"))].map(([name, value]) => [name, value.trim()]))
  }

  #keep() {
    this.client.memory.set({ typed: { kind: this.#ask.kind, sign: this.#sign, values: this.#values } })
  }

  #restore(form) {
    const { sign, values } = this.client.memory.get("typed") || {}
    if (sign !== this.#sign) return
    for (const field of form.elements) {
      if (!Object.hasOwn(values, field.name)) continue
      if (field.type === "radio") field.checked = field.value === values[field.name]
      else field.value = values[field.name]
    }
  }

  #submit(event) {
    event.preventDefault()
    const values = this.#values
    const { kind, questions = [] } = this.#ask
    const named = kind === "questions" ? questions.filter(({ required }) => required).map(({ name }) => name) : [kind === "rating" ? "stars" : kind]
    const missing = named.find(name => !values[name])
    if (missing) return this.#blame(missing)
    if (kind === "rating") return this.#answer(Number(values.stars))
    return this.#answer(kind === "questions" ? Object.fromEntries(Object.entries(values).filter(([, value]) => value)) : values[kind])
  }

  #blame(name) {
    this.#tell(this.t("Fill this in."))
    this.element.querySelector(`[name="${CSS.escape(name)}"]`).focus()
  }

  #tell(sentence, calm) {
    this.error.textContent = sentence
    this.error.toggleAttribute("data-calm", Boolean(calm))
  }

  // What was answered and has not arrived yet, if it is what is asked.
  get #reply() {
    const { conversation, kind, session, ...reply } = this.client.memory.get("reply") || {}
    const { conversation: ours, kind: asked, session: of } = this.#ask || {}
    return conversation === ours && kind === asked && session === of ? reply : null
  }

  #answer(value) {
    const { conversation, kind, session } = this.#ask
    this.client.memory.set({ reply: { conversation, kind, session, value } })
    // Each try says what is chosen by then.
    if (this.#sending?.kind === kind) this.#sending.value = value
    this.#insist()
  }

  async #insist() {
    const { memory, api } = this.client
    const reply = memory.get("reply")
    if (this.#sending || !reply) return
    const { conversation, ...answer } = reply
    this.#sending = answer
    const patience = setTimeout(() => this.#tell(this.t("Waiting for the network. What you wrote is kept."), true), 2000)
    try {
      const about = await api.insist(`conversations/${conversation}/answers`, answer)
      // A frame may be faster than this answer: then what is typed belongs to what is asked next already.
      if (memory.get("typed")?.kind === answer.kind) memory.set({ typed: undefined })
      this.#thank(answer, about.ask)
      this.client.learn(about)
    } catch (failure) {
      this.#tell(failure.message || this.t("This was not saved. Try again."))
    }
    clearTimeout(patience)
    if (memory.get("reply")?.kind === answer.kind) memory.set({ reply: undefined })
    this.#sending = null
    this.client.onChange()
    this.#insist()
  }

  #thank({ kind, value }, next) {
    this.#given ||= value !== null && value !== false && kind !== "name"
    if (next || !this.#given) return
    this.#given = false
    this.#thanks = this.t("Thank you for your answer.")
    setTimeout(() => { this.#thanks = ""; this.render() }, THANKED)
  }
}
