import { h, icon, linked, safeUrl } from "./dom.js"

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}\ufe0f\u200d]*){1,3}$/u

// Draws one message, happening or day. `view` has words, times and origin; `extras` come when a message has more than words.
export class MessageView {
  constructor(view) {
    Object.assign(this, view)
  }

  draw(item) {
    if (item.mark) return this.#mark(item)
    if (item.message?.happening) return this.#happening(item.message)
    if (item.record) return this.#record(item)
    return item.message.author.kind === "customer" ? this.#ours(item) : this.#theirs(item)
  }

  #mark({ mark, fresh }) {
    return fresh ? h("div", { class: "day--new" }, mark) : h("p", { class: "happening" }, mark)
  }

  #happening({ happening, sent_at: sentAt, text }) {
    return h("p", { class: "happening" }, this.#time(sentAt), h("span", null, this.extras?.sentence(happening) || text || happening.name))
  }

  // Named after its sender, so that who quotes or reads aloud knows whose it is.
  #article(key, look, label, ...children) {
    return h("article", { "class": `message${look}`, "aria-label": label, "data-key": key, "tabindex": "-1" }, ...children)
  }

  who({ kind, name }) {
    return kind === "customer" ? this.t("You") : name || this.t("Operator")
  }

  #theirs({ key, message, last }) {
    const name = this.who(message.author)
    return this.#article(key, this.#classes(message, last), `${name}, ${this.times.at(message.sent_at)}`, this.avatar(message.author),
      h("div", { class: "message__body" }, this.#content(message), last && h("p", { class: "message__meta" }, h("b", null, name), this.#time(message.sent_at), this.#edited(message))))
  }

  // Sent: the server has it. Delivered: an operator has the conversation. Read: he has seen it.
  #ours({ key, message, last, read, joined }) {
    const { t } = this
    const state = read ? t("Read") : joined ? t("Delivered") : t("Sent")
    return this.#article(key, ` message--ours${this.#classes(message, last)}`, `${t("You")}, ${this.times.at(message.sent_at)}`,
      h("div", { class: "message__body" }, this.#content(message),
        last && h("p", { class: `message__meta${read ? " message__meta--read" : ""}` }, this.#time(message.sent_at), this.#edited(message), h("span", null, state), icon(read || joined ? "checks" : "check"))))
  }

  #record({ key, record, offline }) {
    const failed = record.state === "failed"
    return this.#article(key, ` message--ours message--${failed ? "failed" : "sending"}`, this.t("You"),
      h("div", { class: "message__body" },
        this.extras?.ahead(record), this.#bubble(record.text), failed ? this.extras?.failed(record) || this.t("Not sent") : this.#waiting(offline)))
  }

  #waiting(offline) {
    return h("p", { class: "message__meta" }, icon("clock"), h("span", null, offline ? this.t("Waiting for the network") : this.t("Sending")))
  }

  #classes(message, last) {
    return `${last ? "" : " message--grouped"}${message.redacted ? " message--redacted" : ""}`
  }

  #content(message) {
    if (message.redacted) return [h("div", { class: "message__bubble" }, this.t("This message was removed"))]
    return [this.extras?.above(message), this.#bubble(message.text), this.extras?.below(message)]
  }

  #bubble(text) {
    return text && h("div", { class: `message__bubble${ONLY_EMOJI.test(text) ? " message__bubble--emoji" : ""}`, dir: "auto" }, linked(text))
  }

  #edited(message) {
    return message.edited_at ? h("span", null, this.t("edited")) : null
  }

  #time(moment) {
    return h("time", { datetime: moment }, this.times.at(moment))
  }

  avatar({ kind, name, photo }, large = false) {
    const bot = kind === "bot" || !name
    const picture = photo && safeUrl(photo, this.origin)
    const look = `avatar${large ? " avatar--large" : ""}${bot ? " avatar--bot" : ` hue-${hue(name)}`}`
    return h("span", { "class": look, "aria-hidden": "true" },
      bot ? icon("bot") : initials(name),
      picture && h("img", { src: picture, alt: "", onerror: event => event.target.remove() }))
  }
}

function initials(name) {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : ""].map(word => [...word][0] || "").join("").toUpperCase()
}

function hue(name) {
  return ([...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6) + 1
}
