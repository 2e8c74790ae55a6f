// <site-preview>: the chat itself in a frame, kept at what stands in the form beside it.
const SOON = 250
const WIDE = "(width >= 80rem)"

class SitePreview extends HTMLElement {
  #timer = 0
  #answer = null
  #asked = 0
  #life = null

  connectedCallback() {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.form = document.getElementById(this.dataset.form)
    this.frame = this.querySelector("iframe")
    this.state = { device: "desktop", theme: "light", language: this.querySelector('[data-set="language"][aria-pressed="true"]')?.value }
    this.querySelector("details").open = matchMedia(WIDE).matches
    this.form.addEventListener("input", event => this.#typed(event), { signal })
    this.addEventListener("click", event => this.#pressed(event.target.closest("[data-set]")), { signal })
    this.frame.addEventListener("load", () => this.#ask(), { signal })
  }

  disconnectedCallback() {
    this.#life.abort()
    clearTimeout(this.#timer)
  }

  // The well and the field say the same colour.
  #typed({ target }) {
    const other = target.type === "color" ? document.getElementById(target.dataset.for) : this.form.querySelector(`[data-for="${target.id}"]`)
    if (other && /^#[0-9a-f]{6}$/i.test(target.value)) other.value = target.value
    if (target.closest(".question") && target.matches("select")) target.closest(".question").dataset.asked = target.value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), SOON)
  }

  #pressed(button) {
    if (!button) return
    const { set } = button.dataset
    this.state[set] = button.value
    for (const one of this.querySelectorAll(`[data-set="${set}"]`)) one.setAttribute("aria-pressed", String(one === button))
    this.querySelector(".site-preview__frame").dataset.device = this.state.device
    if (set === "language") this.#ask()
    else this.#show()
  }

  // Of many answers the last question's counts.
  async #ask() {
    const asked = ++this.#asked
    const body = new FormData(this.form)
    // The picture is shown once it is saved.
    body.delete("bot_photo")
    body.append("preview_language", this.state.language)
    const response = await fetch(this.dataset.url, { method: "POST", body }).catch(() => null)
    if (!response?.ok || asked !== this.#asked) return
    this.#answer = await response.json()
    this.#show()
    this.#judge(this.#answer.colour)
  }

  #show() {
    if (!this.#answer) return
    const { site, ...rest } = this.#answer
    const theme = site.theme === "auto" ? this.state.theme : site.theme
    this.frame.contentWindow.postMessage({ answer: { ...rest, site: { ...site, theme } }, theme: this.state.theme }, "*")
  }

  #judge(colour) {
    const place = this.form.querySelector("[data-colour]")
    place.textContent = colour?.sentence || ""
    place.toggleAttribute("data-faint", Boolean(colour && !colour.fine))
  }
}

customElements.define("site-preview", SitePreview)
