import { hear } from "lib/bus"
import { ask } from "lib/http"
import { say } from "lib/words"

const EVERY = 15_000
const MOST = 3

// <row-viewers src="/desk/viewers/">: which colleagues have which of the shown tickets open, asked for them all together.
class RowViewers extends HTMLElement {
  #timer
  #off
  #said = new Map()
  #pane

  connectedCallback() {
    this.#pane = this.closest(".desk__list")
    this.#timer = setInterval(() => this.#ask(), EVERY)
    this.#off = hear(this, { welcome: this.#ask })
    this.#pane.addEventListener("rows", this.#show)
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
    this.#off()
    this.#pane.removeEventListener("rows", this.#show)
  }

  get #places() {
    return [...this.#pane.querySelectorAll("[data-viewers]")]
  }

  async #ask() {
    const places = this.#places
    if (document.hidden || !places.length) return
    const query = new URLSearchParams(places.map(({ dataset }) => ["ticket", dataset.viewers]))
    const response = await ask(`${this.getAttribute("src")}?${query}`).catch(() => null)
    if (!response?.ok || !this.isConnected) return
    this.#said = new Map(Object.entries(await response.json()))
    this.#show()
  }

  #show = () => {
    for (const place of this.#places) {
      const viewers = this.#said.get(place.dataset.viewers) ?? []
      const who = viewers.map(({ id }) => id).join(" ")
      if ((place.dataset.who ?? "") === who) continue
      place.dataset.who = who
      place.replaceChildren(...viewers.slice(0, MOST).map(face), ...named(viewers))
    }
  }
}

function face({ id, name, photo }) {
  const avatar = document.createElement("span")
  avatar.className = `avatar avatar--tiny hue-${(id % 6) + 1}`
  avatar.ariaHidden = "true"
  avatar.title = say("looking", { name })
  if (photo) avatar.append(Object.assign(document.createElement("img"), { src: photo, alt: "", className: "avatar__photo" }))
  else avatar.append(name.slice(0, 1).toUpperCase())
  return avatar
}

function named(viewers) {
  if (!viewers.length) return []
  const words = document.createElement("span")
  words.className = "visually-hidden"
  words.textContent = viewers.map(({ name }) => say("looking", { name })).join(", ")
  return [words]
}

customElements.define("row-viewers", RowViewers)
