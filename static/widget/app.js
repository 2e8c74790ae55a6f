import { Client } from "./client.js"
import { Panel } from "./panel.js"
import { sheet, tint } from "./styles.js"
import { Times } from "./times.js"
import { Words } from "./words.js"

// Everything behind the button. The loader calls this once: on the first click, or when an earlier conversation goes on.
export async function start({ element, site, origin, option, emit, language, wanted }) {
  const words = await Words.load(language)
  const { root, shadow } = element
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet()]
  const client = new Client({ origin, site, option, language: words.language, wanted })
  const app = new App({ element, client, words, origin, emit, wanted })
  tint(root, client.look.accent)
  client.begin()
  return app
}

class App {
  #unread = 0

  constructor({ element, client, words, origin, emit, wanted }) {
    Object.assign(this, { element, client, words, origin, emit, wanted })
    client.onChange = () => this.#changed()
    client.onMessage = message => emit("message", { text: message.text, author: message.author.name })
    client.onLook = look => this.#dress(look)
    this.#furnish()
  }

  open({ text } = {}) {
    this.panel.show(typeof text === "string" ? text : "")
    this.emit("open")
  }

  close() {
    this.panel.hide()
  }

  identify(jwt) {
    return this.client.identify(String(jwt))
  }

  async logout() {
    await this.client.logout()
    this.panel.composer.clear()
  }

  #furnish() {
    const { element, client, words, origin } = this
    element.root.lang = words.language
    element.label(words.t("Open chat"))
    this.panel = new Panel({ client, words, times: new Times(words), origin, root: element.root, onClose: () => this.#closed() })
  }

  #closed() {
    this.element.launcher.focus()
    this.emit("close")
  }

  async #dress(look) {
    this.element.dress(look)
    tint(this.element.root, look.accent)
    this.panel.composer.check()
    if (!this.wanted && look.language && look.language !== this.words.language) await this.#speak(look.language)
    this.emit("ready")
  }

  async #speak(language) {
    const words = await Words.load(language)
    if (words.language === this.words.language) return
    const { isOpen } = this.panel
    this.words = words
    this.client.api.language = words.language
    this.panel.dialog.remove()
    this.#furnish()
    if (isOpen) this.panel.show()
  }

  #changed() {
    this.panel.changed()
    const { unread } = this.client
    if (unread === this.#unread) return
    this.#unread = unread
    this.element.badge(unread, this.words.n("{count} unread message", "{count} unread messages", unread))
    this.emit("unread", unread)
  }
}
