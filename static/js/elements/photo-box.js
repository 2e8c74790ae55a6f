import { say } from "lib/words"

const STEPS = [1, 1.5, 2, 3, 4]

// <photo-box><dialog>: the conversation's pictures one at a time, as large as the window or larger.
class PhotoBox extends HTMLElement {
  #off
  #pictures = []
  #at = 0
  #zoom = 0
  #from

  connectedCallback() {
    this.#off = new AbortController()
    const { signal } = this.#off
    document.addEventListener("click", (event) => this.#clicked(event), { signal })
    this.addEventListener("keydown", (event) => this.#key(event), { signal })
    this.#image.addEventListener("load", () => this.#loaded(), { signal })
    this.#image.addEventListener("error", () => this.dataset.state = "broken", { signal })
    this.#dialog.addEventListener("close", () => this.#closed(), { signal })
    this.#stage.addEventListener("click", ({ target }) => target === this.#image ? this.#zoomTo(this.#zoom ? 0 : 2) : this.#dialog.close(), { signal })
    for (const button of this.querySelectorAll("[data-act]")) button.addEventListener("click", () => this.#act(button.dataset.act), { signal })
  }

  disconnectedCallback() {
    this.#off.abort()
  }

  get #dialog() {
    return this.querySelector("dialog")
  }

  get #stage() {
    return this.querySelector(".lightbox__stage")
  }

  get #image() {
    return this.querySelector(".lightbox__stage img")
  }

  #clicked(event) {
    const picture = event.target.closest?.("message-log [data-picture]")
    if (!picture || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    this.#from = picture
    this.#pictures = [...document.querySelectorAll("message-log [data-picture]")]
    this.#dialog.showModal()
    this.#show(this.#pictures.indexOf(picture))
    this.#stage.focus()
  }

  #show(at) {
    this.#at = Math.min(Math.max(at, 0), this.#pictures.length - 1)
    const picture = this.#pictures[this.#at]
    const { width, height, alt } = picture.querySelector("img")
    this.dataset.state = "loading"
    this.#zoomTo(0)
    // The small one is there at once and holds the place; the large one comes into it.
    this.#image.width = width
    this.#image.height = height
    this.#image.alt = alt
    this.#image.src = picture.href
    this.querySelector(".lightbox__name").textContent = picture.dataset.picture
    this.querySelector(".lightbox__count").textContent = say("picture_of", { n: this.#at + 1, all: this.#pictures.length })
    this.querySelector("[data-act=previous]").disabled = this.#at === 0
    this.querySelector("[data-act=next]").disabled = this.#at === this.#pictures.length - 1
    Object.assign(this.querySelector(".lightbox__download"), { href: picture.href, download: picture.dataset.picture })
  }

  #loaded() {
    this.dataset.state = "shown"
    this.#image.width = this.#image.naturalWidth
    this.#image.height = this.#image.naturalHeight
  }

  #zoomTo(step) {
    this.#zoom = Math.min(Math.max(step, 0), STEPS.length - 1)
    this.#stage.style.setProperty("--zoom", STEPS[this.#zoom])
    this.#stage.toggleAttribute("data-zoomed", this.#zoom > 0)
    this.querySelector("[data-act=larger]").disabled = this.#zoom === STEPS.length - 1
    this.querySelector("[data-act=smaller]").disabled = this.#zoom === 0
  }

  #act(act) {
    if (act === "next") this.#show(this.#at + 1)
    if (act === "previous") this.#show(this.#at - 1)
    if (act === "larger") this.#zoomTo(this.#zoom + 1)
    if (act === "smaller") this.#zoomTo(this.#zoom - 1)
    if (act === "shut") this.#dialog.close()
    // A button that can do no more lets go of the focus.
    if (document.activeElement.disabled) this.#stage.focus()
  }

  #key(event) {
    const keys = { ArrowRight: "next", ArrowLeft: "previous", "+": "larger", "=": "larger", "-": "smaller" }
    const act = keys[event.key]
    if (!act || (this.#zoom && event.key.startsWith("Arrow"))) return
    event.preventDefault()
    this.#act(act)
  }

  // Whoever went on to another picture finds himself at that one's message.
  #closed() {
    this.#image.removeAttribute("src")
    const picture = this.#pictures[this.#at]
    const back = picture?.isConnected ? picture : this.#from
    this.#pictures = []
    back?.focus()
  }
}

customElements.define("photo-box", PhotoBox)
