import { hear, tell } from "lib/bus"
import { ask } from "lib/http"
import { textOf } from "lib/pages"
import { me, say } from "lib/words"

// <whisper-strip>: what a supervisor whispers to this reader, above the composer until he has heard it. It is read from the
// conversation itself, so it is there after a reload and gone in all tabs at once.
class WhisperStrip extends HTMLElement {
  #seen

  connectedCallback() {
    this.#seen = new MutationObserver(() => this.#show())
    this.#seen.observe(this.#log, { childList: true })
    this.querySelector("button").onclick = () => this.#heard()
    this.#show()
  }

  disconnectedCallback() {
    this.#seen.disconnect()
  }

  get #log() {
    return this.closest(".desk__ticket").querySelector("message-log")
  }

  get #whisper() {
    return [...this.#log.querySelectorAll(`[data-whisper="${me}"]:not([data-heard], [data-redacted])`)].at(-1)
  }

  #show() {
    const line = this.#whisper
    this.hidden = !line
    if (!line) return
    this.querySelector("strong").textContent = say("whispers", { name: line.querySelector("author-name").textContent })
    this.querySelector("[data-words]").textContent = textOf(line)
  }

  async #heard() {
    const line = this.#whisper
    const { id } = line
    line.dataset.heard = ""
    this.#show()
    const address = `${document.querySelector("reply-composer").getAttribute("whispers")}${id.replace("message-", "")}/`
    const answer = await ask(address, { method: "DELETE" }).catch(() => null)
    if (answer?.ok) return
    document.getElementById(id)?.removeAttribute("data-heard")
    this.#show()
    tell("toast", { text: say("network") })
  }
}

customElements.define("whisper-strip", WhisperStrip)

// "Whisper" in the header is the composer's third way to write.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-whisper-to]")) tell("compose", { mode: "whisper" })
})
