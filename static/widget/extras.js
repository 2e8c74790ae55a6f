import { h, icon, safeUrl } from "./dom.js"
import { wear } from "./styles.js"

const FILE = "M5.5 2.5H12L15.5 6v10a1.5 1.5 0 0 1-1.5 1.5H5.5A1.5 1.5 0 0 1 4 16V4a1.5 1.5 0 0 1 1.5-1.5zM12 2.5V6h3.5"
const PICTURE = "M5 3.5h10A1.5 1.5 0 0 1 16.5 5v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5zM3.5 13l3.5-3.5 3 3 2.5-2 4 3.5M12.5 7.4v.1"
const PLAY = "M7 4.5v11l8.5-5.5z"
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/
const CARD = "M4 3.5h12v13l-2-1.3-2 1.3-2-1.3-2 1.3-2-1.3-2 1.3zM7 7.5h6M7 10.5h6"
const SHIELD = "M10 2.5 4 5v4.5c0 3.8 2.5 6.5 6 8 3.5-1.5 6-4.2 6-8V5zM7.5 10l2 2 3.5-4"
const STALE = 14 * 60_000

const css = `
.widget .link { text-decoration: underline; text-underline-offset: 0.2em; min-block-size: 24px; font: inherit; @media (pointer: coarse) { min-block-size: 44px; } }
.attachment { display: flex; align-items: center; gap: 12px; padding: 8px 12px; max-inline-size: 100%; min-block-size: 44px; border-radius: 10px; border: 1px solid var(--line-strong); background: var(--paper-raised); color: inherit; text-decoration: none;
  &[href]:hover { border-color: var(--line-control); }
  > .icon { color: var(--ink-faint); }
  > .button { margin-inline: auto -6px; } }
.attachment__text { display: grid; min-inline-size: 0; flex: 1; }
.attachment__name { font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.attachment__size { font: var(--text-xs); color: var(--ink-soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.attachment--failed { border-color: color-mix(in oklch, var(--negative) 40%, transparent); background: var(--negative-wash); .attachment__size { color: var(--negative); white-space: normal; } }
.attachment--picture { padding: 0; overflow: hidden; min-block-size: 0; > img { inline-size: auto; block-size: auto; max-block-size: 220px; background: var(--paper-fill); } }
.attachment__text > progress { appearance: none; inline-size: 100%; block-size: 3px; margin-block-start: 4px; border: 0; border-radius: 3px; background: var(--line); overflow: hidden; &::-webkit-progress-bar { background: var(--line); } &::-webkit-progress-value { background: var(--accent); } &::-moz-progress-bar { background: var(--accent); } }
.files { display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); max-block-size: 168px; overflow-y: auto; }
.voice { padding: 4px 12px 4px 4px; gap: 8px; > .button { margin: 0; --button-round: 50%; --button-size: 36px; --button-ink: var(--accent-ink); } }
.widget__answer { display: flex; align-items: center; gap: 4px; > .quote { flex: 1; } }
.widget .quote { display: grid; min-inline-size: 0; max-inline-size: 100%; padding: 2px 10px; border-inline-start: 3px solid var(--accent-ink); font: var(--text-s); color: var(--ink-soft); > b { color: var(--ink); } > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } }
.card { inline-size: 264px; max-inline-size: 100%; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--paper-raised); color: var(--ink); overflow: hidden; text-align: start; }
.card__head { display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 0 8px; padding: 8px 12px; > .icon { color: var(--ink-soft); } > b { overflow-wrap: anywhere; } a { color: var(--accent-ink); text-underline-offset: 0.2em; } }
.card__mark { grid-column: 2; display: inline-flex; align-items: center; gap: 2px; font: var(--text-xs); color: var(--accent-ink); white-space: nowrap; > .icon { --icon-size: 16px; } }
.card__facts { display: grid; gap: 2px; padding: 8px 12px; border-block-start: 1px solid var(--line); font: var(--text-s); > div { display: flex; justify-content: space-between; gap: 12px; } dt { color: var(--ink-soft); } dd { text-align: end; min-inline-size: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; } }
.masked { display: flex; align-items: start; gap: 6px; font: var(--text-xs); color: var(--ink-soft); text-align: start; > .icon { --icon-size: 16px; } }
.reactions { display: flex; flex-wrap: wrap; gap: 4px; }
.widget .reaction { display: inline-flex; align-items: center; gap: 4px; min-block-size: 26px; padding-inline: 8px; border: 1px solid var(--line-strong); border-radius: 99px; background: var(--paper-raised); font-variant-numeric: tabular-nums; &[aria-pressed="true"] { border-color: var(--accent-ink); background: var(--accent-wash); } &:hover { border-color: var(--line-control); } }
@media (pointer: coarse) { .widget .reaction { min-block-size: 36px; } }
`

// What a message may hold besides its words: files, voices, a card, what it quotes, how it was answered by a sign. And what has
// happened, or has failed.
export class Extras {
  constructor(log) {
    const { client, composer, view, words, t } = log
    Object.assign(this, { log, client, composer, view, words, t })
    wear(log.element, css)
  }

  above(message) {
    return [message.quote && this.quote(message.quote), message.card && this.card(message.card), ...(message.attachments || []).map(file => this.#attachment(message, file))]
  }

  // Of a message still on its way.
  ahead(record) {
    return [record.quote && this.quote({ client_id: record.quote }), record.card && this.card(record.card), ...record.files.map(file => this.#row(file))]
  }

  // What the server has refused can be tried once more or thrown away.
  failed(record) {
    const { t, client: { outbox } } = this
    const why = record.error ? t("Not sent: {reason}", { reason: record.error }) : t("Not sent")
    const files = record.files.map(file => ({ ...file, error: "" }))
    const retry = () => outbox.change(record, { state: "waiting", error: "", files }).then(() => outbox.hurry())
    const button = (label, act) => h("button", { class: "link", type: "button", onclick: act }, label)
    return h("p", { class: "message__meta" }, h("span", null, why), button(t("Try again"), retry), button(t("Delete"), () => outbox.change(record)))
  }

  below(message) {
    return [this.#masked(message), message.reactions?.length > 0 && this.#signs(message)]
  }

  #signs(message) {
    const { t } = this
    const chip = ({ emoji, count, mine }) => h("button", { "class": "reaction", "type": "button", "aria-pressed": String(mine), "title": mine ? t("Take it back") : t("Answer so too"), "onclick": () => this.react(message, emoji, !mine) }, emoji, count > 1 && h("span", null, count))
    return h("div", { class: "reactions" }, message.reactions.map(chip))
  }

  // What is quoted is shown as it stands now, if it is among what we have; else as the server told it.
  quote(told) {
    const { author, text, attachments = [], file = attachments[0]?.name, redacted } = this.log.find(told.client_id) || told
    const shown = redacted ? this.t("This message was removed") : text || file || ""
    return h("button", { class: "quote", type: "button", onclick: () => this.jump(told.client_id) }, h("b", null, author && this.view.who(author)), h("span", { dir: "auto" }, shown))
  }

  // What has happened, in words.
  sentence({ kind, name }) {
    const { t } = this
    const named = {
      joined: t("{name} joined", { name }),
      transferred: t("The conversation went on to {name}", { name }),
    }
    const plain = {
      joined: t("An operator joined"),
      resolved: t("The question is marked as resolved"),
      closed: t("The conversation is closed"),
      ended: t("The chat has ended, since nobody wrote. Write whenever you like, and it goes on."),
      left: t("You ended the chat"),
      reopened: t("The conversation is open again"),
      transferred: t("The conversation went on to another department"),
    }
    return (name && Object.hasOwn(named, kind) && named[kind]) || (Object.hasOwn(plain, kind) ? plain[kind] : "")
  }

  // A thing of the site that the talk is about: a payment, an order.
  card({ type, title, fields, url, verified }) {
    const { t } = this
    const href = url && safeUrl(url)
    const facts = (fields || []).map(({ label, value }) => h("div", null, h("dt", { dir: "auto" }, label), h("dd", { dir: "auto" }, this.#fact(value))))
    const name = href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, title) : title
    return h("div", { "class": "card", "role": "group", "aria-label": title, "data-type": type },
      h("p", { class: "card__head" }, icon(CARD), h("b", { dir: "auto" }, name), verified && h("span", { class: "card__mark" }, icon("check"), t("Verified"))),
      facts.length > 0 && h("dl", { class: "card__facts" }, facts))
  }

  // A moment with its zone is said on the reader's clock.
  #fact(value) {
    const { times } = this.log
    return MOMENT.test(value) ? `${times.day(value)}, ${times.at(value)}` : value
  }

  // A gentle word to who has sent what nobody should send.
  #masked({ author, masked }) {
    if (author.kind !== "customer" || !masked?.length) return null
    const { t } = this
    const hidden = {
      card: t("We hid the card number."),
      cvv: t("We hid the security code of the card."),
      password: t("We hid the password."),
      code: t("We hid the one-time code."),
      key: t("We hid the secret key."),
    }
    const known = [...new Set(masked)].filter(kind => Object.hasOwn(hidden, kind)).map(kind => hidden[kind])
    const rest = known.length === 1 ? t("Please never send it in a chat; we never ask for it.") : t("Please never send such things in a chat; we never ask for them.")
    return h("p", { class: "masked" }, icon(SHIELD), h("span", null, [...known, rest].join(" ")))
  }

  // The message that the next one answers to.
  answer(message) {
    const { composer } = this
    composer.quoted = message
    composer.answer.replaceChildren(this.quote(message), composer.button("x", this.t("Do not quote"), () => composer.unquote()))
    composer.answer.hidden = false
    composer.text.focus()
  }

  async react({ client_id: clientId }, emoji, on) {
    const thread = this.log.home(clientId)
    try {
      thread.put(await this.client.api.call("POST", `conversations/${thread.id}/reactions`, { client_id: clientId, emoji, on }))
      this.log.render()
    } catch (failure) {
      this.composer.warn(failure.message || this.t("This was not saved. Try again."))
    }
  }

  jump(clientId) {
    const element = this.log.elementOf(clientId)
    element?.scrollIntoView({ block: "center" })
    element?.focus({ preventScroll: true })
  }

  #attachment(message, file) {
    const { origin } = this.view
    const href = safeUrl(file.url, origin)
    const picture = file.thumbnail && file.image && safeUrl(file.thumbnail, origin)
    if (file.type?.startsWith("audio/") && href) return this.#voice(message, file)
    const open = event => this.#open(event, message, file, picture)
    if (!picture) return this.#row(file, href && { href, target: "_blank", rel: "noopener noreferrer", onclick: open })
    const image = h("img", { src: picture, alt: file.name, loading: "lazy", ...fitted(file.image), onerror: () => this.#renew(message) })
    return h("a", { "class": "attachment attachment--picture", href, "target": "_blank", "rel": "noopener noreferrer", "onclick": open }, image)
  }

  // The player is a part of its own: until it is there, a button and how long it takes.
  #voice(message, file) {
    const play = () => this.composer.use("voice", made => made.play(this, row, message, file))
    const button = h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": this.t("Play the voice message"), "onclick": play }, icon(PLAY))
    const row = h("div", { "class": "attachment voice", "data-keep": file.key }, button, h("span", { class: "attachment__size" }, this.#weight(file)))
    return row
  }

  #row({ type = "", name, ...file }, link) {
    const title = file.duration_ms ? this.t("Voice message") : name
    const weight = this.#weight(file)
    const about = type.startsWith("image/") ? this.t("Picture, {size}", { size: weight }) : weight
    const text = h("span", { class: "attachment__text" }, h("span", { class: "attachment__name" }, title), h("span", { class: "attachment__size" }, about))
    return h(link ? "a" : "div", { class: "attachment", ...link }, this.sign(type), text)
  }

  sign(type) {
    return icon(type.startsWith("image/") ? PICTURE : type.startsWith("audio/") ? "mic" : FILE)
  }

  lasting(milliseconds) {
    const seconds = Math.round(milliseconds / 1000)
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
  }

  size(bytes) {
    const format = (value, digits) => new Intl.NumberFormat(this.words.language, { maximumFractionDigits: digits }).format(value)
    if (bytes < 1000) return this.t("{size} B", { size: format(bytes, 0) })
    if (bytes < 1_000_000) return this.t("{size} KB", { size: format(bytes / 1000, 0) })
    return this.t("{size} MB", { size: format(bytes / 1_000_000, 1) })
  }

  #weight({ duration_ms: duration, size: bytes }) {
    return duration ? this.lasting(duration) : this.size(bytes)
  }

  // A picture opens over the page; whoever asks for a tab of its own gets it. A link may have run out while the page lay open.
  async #open(event, message, file, picture) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    if (picture) {
      event.preventDefault()
      this.composer.use("lightbox", ({ show }) => show(this, message, file))
    } else if (Date.now() - message.fetched_at > STALE) {
      event.preventDefault()
      const url = await this.fresh(message, file)
      if (url) window.open(url, "_blank", "noopener,noreferrer")
    }
  }

  // Asked for at most once a minute: a picture that is gone stays gone.
  async #renew({ client_id: clientId }) {
    const thread = this.log.home(clientId)
    const known = thread?.messages.get(clientId)
    if (!known || Date.now() - known.fetched_at < 60_000) return known
    const { messages } = await this.client.api.call("GET", `conversations/${thread.id}?before=${known.seq + 1}`).catch(() => ({ messages: [] }))
    messages.forEach(message => thread.put(message))
    this.client.onChange()
    return thread.messages.get(clientId)
  }

  async fresh(message, file) {
    const known = this.log.find(message.client_id) || message
    const current = Date.now() - known.fetched_at < STALE ? known : await this.#renew(message)
    return safeUrl(current?.attachments.find(one => one.key === file.key)?.url, this.view.origin)
  }
}

// The shape is known before the picture is there, so nothing jumps.
function fitted({ width, height }) {
  const scale = Math.min(1, 264 / width, 220 / height)
  return { width: Math.round(width * scale) || null, height: Math.round(height * scale) || null }
}
