import { h, icon, linked, safeUrl } from "./dom.js"
import { size } from "./times.js"

const STALE = 14 * 60_000

// Draws one message, happening or day. `view` has words, times, origin and what the buttons do.
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
    const sentence = this.#sentence(happening) || text
    return h("p", { class: "happening" }, this.#time(sentAt), h("span", null, sentence))
  }

  #sentence({ kind, name }) {
    const { t } = this
    const named = {
      joined: t("{name} joined", { name }),
      transferred: t("The conversation went on to {name}", { name }),
    }
    const plain = {
      joined: t("An operator joined"),
      resolved: t("The question is marked as resolved"),
      closed: t("The conversation is closed"),
      reopened: t("The conversation is open again"),
      transferred: t("The conversation went on to another department"),
    }
    return (name && Object.hasOwn(named, kind) && named[kind]) || (Object.hasOwn(plain, kind) ? plain[kind] : "")
  }

  #theirs({ message, last }) {
    const { author } = message
    const name = author.name || this.t("Operator")
    return h("article", { "class": `message${this.#classes(message, last)}`, "aria-label": `${name}, ${this.times.at(message.sent_at)}` },
      this.avatar(author),
      h("div", { class: "message__body" }, this.#content(message), last && h("p", { class: "message__meta" }, h("b", null, name), this.#time(message.sent_at), this.#edited(message))))
  }

  #ours({ message, last, read }) {
    const state = read ? this.t("Read") : this.t("Sent")
    return h("article", { "class": `message message--ours${this.#classes(message, last)}`, "aria-label": `${this.t("You")}, ${this.times.at(message.sent_at)}` },
      h("div", { class: "message__body" }, this.#content(message),
        last && h("p", { class: "message__meta" }, this.#time(message.sent_at), this.#edited(message), h("span", null, state), icon(read ? "checks" : "check"))))
  }

  #record({ record, offline }) {
    const failed = record.state === "failed"
    return h("article", { "class": `message message--ours message--${failed ? "failed" : "sending"}`, "aria-label": this.t("You") },
      h("div", { class: "message__body" },
        record.files.map(file => this.#row({ name: file.name, bytes: file.size, picture: file.type.startsWith("image/") })),
        record.text && h("div", { class: "message__bubble", dir: "auto" }, linked(record.text)),
        failed ? this.#failed(record) : this.#waiting(offline)))
  }

  #waiting(offline) {
    return h("p", { class: "message__meta" }, icon("clock"), h("span", null, offline ? this.t("Waiting for the network") : this.t("Sending")))
  }

  #failed(record) {
    const { t } = this
    const why = record.error ? t("Not sent: {reason}", { reason: record.error }) : t("Not sent")
    const button = (label, act) => h("button", { class: "link", type: "button", onclick: () => act(record.client_id) }, label)
    return h("p", { class: "message__meta" }, h("span", null, why), button(t("Try again"), this.retry), button(t("Delete"), this.discard))
  }

  #classes(message, last) {
    return `${last ? "" : " message--grouped"}${message.redacted ? " message--redacted" : ""}${message.author.kind === "bot" ? " message--bot" : ""}`
  }

  #content(message) {
    if (message.redacted) return [h("div", { class: "message__bubble" }, this.t("This message was removed"))]
    const files = (message.attachments || []).map(file => this.#attachment(message, file))
    return [...files, message.text && h("div", { class: "message__bubble", dir: "auto" }, linked(message.text))]
  }

  #edited(message) {
    return message.edited_at ? h("span", null, this.t("edited")) : null
  }

  #attachment(message, file) {
    const href = safeUrl(file.url, this.origin)
    const picture = file.thumbnail && file.image && safeUrl(file.thumbnail, this.origin)
    const open = event => this.#openFresh(event, message, file)
    if (!picture) return this.#row({ name: file.name, bytes: file.size, href, open, picture: file.type?.startsWith("image/") })
    const image = h("img", { src: picture, alt: file.name, loading: "lazy", ...fitted(file.image), onerror: () => this.renew(message) })
    return h("a", { "class": "attachment attachment--picture", href, "target": "_blank", "rel": "noopener noreferrer", "onclick": open }, image)
  }

  #row({ name, bytes, href, open, picture }) {
    const text = h("span", { class: "attachment__text" }, h("span", { class: "attachment__name" }, name), h("span", { class: "attachment__size" }, this.#kind(bytes, picture)))
    const link = href && { href, target: "_blank", rel: "noopener noreferrer", onclick: open }
    return h(href ? "a" : "div", { class: "attachment", ...link }, icon(picture ? "picture" : "file"), text)
  }

  #kind(bytes, picture) {
    const amount = size(bytes, this.words)
    return picture ? this.t("Picture, {size}", { size: amount }) : amount
  }

  // The link may have run out while the page lay open: fetch a new one, then follow it.
  async #openFresh(event, message, file) {
    if (Date.now() - message.fetched_at < STALE) return
    event.preventDefault()
    const fresh = await this.renew(message)
    const url = safeUrl(fresh?.attachments.find(one => one.key === file.key)?.url, this.origin)
    if (url) window.open(url, "_blank", "noopener,noreferrer")
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

// The shape is known before the picture is there, so nothing jumps.
function fitted({ width, height }) {
  const scale = Math.min(1, 264 / width, 220 / height)
  return { width: Math.round(width * scale) || null, height: Math.round(height * scale) || null }
}
