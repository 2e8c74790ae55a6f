import { Client } from "./client.js"
import { part } from "./dom.js"
import { Panel } from "./panel.js"
import { wear } from "./styles.js"
import { Times } from "./times.js"
import { Words } from "./words.js"

// Everything behind the button. The loader calls this once: on the first click, or when an earlier conversation goes on.
export async function start({ element, site, origin, option, emit, language, wanted, asks }) {
  const words = await Words.load(language)
  wear(element.shadow)
  const client = new Client({ origin, site, option, language: words.language, wanted, asks })
  const app = new App({ element, client, words, origin, emit })
  client.begin()
  if (client.memory.get("leading")) app.lead().catch(() => {})
  return app
}

class App {
  #unread = 0

  constructor({ element, client, words, origin, emit }) {
    Object.assign(this, { element, client, words, origin, emit })
    client.onChange = () => this.#changed()
    client.onMessage = message => this.#arrived(message)
    client.onLook = look => this.#dress(look)
    client.reception.onIdentity = identity => emit("identity", identity)
    this.#furnish()
  }

  // Words to begin with, a thing of the site's to ask about, or both.
  open(wish, signature) {
    const { text, ...card } = typeof wish === "string" ? { text: wish } : wish || {}
    if (Object.keys(card).length) this.client.memory.set({ card: { ...card, signature } })
    this.panel.show(typeof text === "string" ? text : "")
    this.emit("open")
  }

  // A form beside the chat; without a wish, what was sent from it and has not arrived yet goes on.
  async lead(wish) {
    (await part("lead")).lead(this, wish)
  }

  close() {
    this.panel.hide()
  }

  identify(jwt) {
    return this.client.identify(jwt ? String(jwt) : null)
  }

  async logout() {
    await this.client.logout()
    this.panel.composer.clear()
  }

  #furnish() {
    const { element, client, words, origin } = this
    element.root.lang = words.language
    element.say(words.language)
    this.panel = new Panel({ client, words, times: new Times(words), origin, root: element.root, onClose: () => this.#closed() })
  }

  #closed() {
    this.element.launcher.focus()
    this.emit("close")
  }

  async #dress(look) {
    this.element.dress(look)
    this.panel.composer.check()
    if (look.language && look.language !== this.words.language) await this.#speak(look.language)
    else this.element.say(this.words.language)
  }

  async #speak(language) {
    const words = await Words.load(language)
    if (words.language === this.words.language) return
    const { isOpen } = this.panel
    this.words = words
    this.client.api.language = words.language
    this.panel.remove()
    this.#furnish()
    if (isOpen) this.panel.show()
  }

  #arrived({ text, author }) {
    const { client } = this
    this.emit("message", { text, author: author.name })
    if (!client.attending && !client.memory.get("muted")) part("news").then(({ ring }) => ring(client.memory.name), () => {})
  }

  #changed() {
    this.panel.changed()
    const { unread } = this.client
    if (unread === this.#unread) return
    this.#unread = unread
    this.element.badge(unread, this.words.n("{count} unread message", "{count} unread messages", unread))
    part("news").then(({ mark }) => mark(this.#unread), () => {})
    this.emit("unread", unread)
  }
}
