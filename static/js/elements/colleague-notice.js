import { hear } from "lib/bus"
import { me, say } from "lib/words"

const FORGET_AFTER = 6_000

// <colleague-notice>: warns that a colleague is writing to the same customer.
class ColleagueNotice extends HTMLElement {
  #off
  #timer
  #photos = new Map()

  connectedCallback() {
    this.#off = hear(this, { typing: this.#heard, fragment: this.#written, viewers: this.#meet, watching: this.#meet })
  }

  disconnectedCallback() {
    this.#off()
    clearTimeout(this.#timer)
  }

  #meet({ viewers }) {
    for (const { id, photo } of viewers ?? []) this.#photos.set(id, photo)
  }

  #heard({ kind, user, name, on, ticket }) {
    if (kind !== "agent" || String(user) === me || String(ticket) !== this.closest("[data-ticket]").dataset.ticket) return
    clearTimeout(this.#timer)
    if (!on) return this.#hide()
    const customer = document.querySelector("message-log").getAttribute("customer")
    const who = document.createElement("strong")
    who.textContent = say("writing", { name })
    const line = document.createElement("p")
    line.append(who, " ", say("writing_hint", { customer }))
    this.replaceChildren(face(user, name, this.#photos.get(user)), line)
    this.hidden = false
    this.#timer = setTimeout(() => this.#hide(), FORGET_AFTER)
  }

  // He has sent it, and the words themselves say so.
  #written({ html }) {
    if (html?.includes('data-author-kind="agent"')) this.#hide()
  }

  #hide() {
    this.hidden = true
  }
}

function face(id, name, photo) {
  const avatar = document.createElement("span")
  avatar.className = `avatar avatar--small hue-${(id % 6) + 1}`
  avatar.setAttribute("aria-hidden", "true")
  const initials = name.split(/\s+/).slice(0, 2).map((word) => word[0]).join("").toUpperCase()
  avatar.append(photo ? Object.assign(document.createElement("img"), { src: photo, alt: "", className: "avatar__photo" }) : initials)
  return avatar
}

customElements.define("colleague-notice", ColleagueNotice)
