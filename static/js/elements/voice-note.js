import { ask } from "lib/http"
import { say } from "lib/words"

const SPEEDS = [1, 1.5, 2]
let playing = null

// <voice-note src duration>: a recording, played where it stands. It is fetched when it is first wanted, whole, so one can
// go to any place in it.
class VoiceNote extends HTMLElement {
  #audio
  #speed = 0

  connectedCallback() {
    if (this.querySelector(".voice__play")) return
    const file = this.querySelector("a")
    this.append(document.getElementById("voice").content.cloneNode(true))
    this.querySelector(".voice__file").href = file.href
    this.querySelector(".voice__file").download = file.textContent
    file.remove()
    this.querySelector(".voice__play").onclick = () => this.#toggle()
    this.querySelector(".voice__speed").onclick = () => this.#faster()
    this.#place.oninput = () => this.#seek(this.#place.value)
    this.#show()
  }

  disconnectedCallback() {
    this.#audio?.pause()
  }

  get #place() {
    return this.querySelector("input")
  }

  get #length() {
    const known = this.#audio?.duration
    return Number.isFinite(known) && known ? known : Number(this.getAttribute("duration")) / 1000
  }

  async #toggle() {
    if (!(await this.#load())) return
    if (!this.#audio.paused) return this.#audio.pause()
    if (playing !== this.#audio) playing?.pause()
    playing = this.#audio
    await this.#audio.play().catch(() => this.#broken())
  }

  async #seek(share) {
    if (await this.#load()) this.#audio.currentTime = (share / 100) * this.#length
    this.#show()
  }

  async #load() {
    if (this.#audio) return true
    this.#button.setAttribute("aria-busy", "true")
    const response = await ask(this.getAttribute("src")).catch(() => null)
    this.#button.removeAttribute("aria-busy")
    if (!response?.ok) return this.#broken()
    this.#audio = new Audio(URL.createObjectURL(await response.blob()))
    this.#audio.playbackRate = SPEEDS[this.#speed]
    for (const name of ["play", "pause", "timeupdate", "ended", "durationchange"]) this.#audio.addEventListener(name, () => this.#show())
    this.#audio.addEventListener("error", () => this.#broken())
    return true
  }

  #broken() {
    this.setAttribute("broken", "")
    this.querySelector(".voice__time").textContent = say("voice_broken")
    return false
  }

  #faster() {
    this.#speed = (this.#speed + 1) % SPEEDS.length
    if (this.#audio) this.#audio.playbackRate = SPEEDS[this.#speed]
    this.#show()
  }

  get #button() {
    return this.querySelector(".voice__play")
  }

  #show() {
    if (this.hasAttribute("broken")) return
    const on = Boolean(this.#audio) && !this.#audio.paused
    const at = this.#audio?.currentTime ?? 0
    this.toggleAttribute("playing", on)
    this.#button.setAttribute("aria-label", say(on ? "pause" : "play"))
    this.#place.value = this.#length ? (at / this.#length) * 100 : 0
    this.#place.setAttribute("aria-valuetext", `${clock(at)} / ${clock(this.#length)}`)
    this.querySelector(".voice__time").textContent = clock(on || at ? at : this.#length)
    const speed = this.querySelector(".voice__speed")
    speed.textContent = `${SPEEDS[this.#speed]}×`
    speed.setAttribute("aria-label", `${say("speed")}: ${speed.textContent}`)
  }
}

function clock(seconds) {
  const whole = Math.round(seconds || 0)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}

customElements.define("voice-note", VoiceNote)
