import { h, icon, part } from "./dom.js"
import { sheet } from "./styles.js"

const css = `
.menu { position: absolute; inset: 0; z-index: 2; display: grid; grid-template-rows: auto minmax(0, 1fr); grid-template-columns: minmax(0, 1fr); background: var(--paper); animation: enter var(--gentle); }
.menu__body { overflow-y: auto; padding: 8px 8px max(16px, env(safe-area-inset-bottom, 0px)); scrollbar-width: thin; > h3 { font: var(--text-s); font-weight: 600; padding: 16px 8px 4px; } > p { padding: 4px 8px; color: var(--ink-soft); } }
.menu__end { display: grid; gap: 16px; padding: 8px; }
.widget .menu__item { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; align-items: center; inline-size: 100%; min-block-size: 44px; padding: 8px; border-radius: 6px; &:hover { background: var(--paper-hover); } &:focus-visible { outline-offset: -2px; } > b, > small { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } > b { font-weight: 500; } > small { font: var(--text-xs); color: var(--ink-soft); grid-column: 1; } > i { grid-area: 1 / 2; font-style: normal; color: var(--ink-soft); }
  > .tick { inline-size: 36px; block-size: 20px; border: 1px solid var(--line-control); border-radius: 10px; background: var(--paper-fill); position: relative; &::before { content: ""; position: absolute; inset-block-start: 2px; inset-inline-start: 2px; inline-size: 14px; block-size: 14px; border-radius: 50%; background: var(--ink-soft); } }
  &[aria-checked="true"] > .tick { background: var(--accent); border-color: var(--accent); &::before { translate: 16px 0; background: var(--ink-on-accent); } } }
`
const NAMES = { en: "English", ru: "Русский" }
const BACK = "M12.5 4 6.5 10l6 6"
let dressed = null

// Earlier conversations, sound, language, whether pages are passed on, and the end of the chat: over the talk, until it is left.
export class Menu {
  constructor(panel) {
    const { client, words, t, root } = panel
    Object.assign(this, { panel, client, words, t })
    const shadow = root.getRootNode()
    if (dressed !== shadow) shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet(css)]
    dressed = shadow
    this.back = h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": t("Back to the chat"), "onclick": () => this.leave() }, icon(BACK))
    this.title = h("b", { role: "heading", "aria-level": "2" }, t("More"))
    this.body = h("div", { class: "menu__body" })
    this.element = h("div", { "class": "menu", "role": "dialog", "aria-label": t("More"), "onkeydown": event => this.#key(event) }, h("div", { class: "widget__head" }, this.back, h("div", { class: "widget__who" }, this.title)), this.body)
    this.#draw()
    this.#hide(true)
    panel.dialog.append(this.element)
    this.back.focus()
  }

  leave() {
    this.#hide(false)
    this.element.remove()
    this.panel.lobby.more.focus()
  }

  // What lies below must not be reached by the keyboard, nor be read aloud.
  #hide(inert) {
    for (const child of this.panel.dialog.children) if (child !== this.element) child.inert = inert
  }

  #key(event) {
    if (event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    this.leave()
  }

  #draw() {
    const { t } = this
    this.body.replaceChildren(this.#sound(), ...this.#consent(), ...this.#languages(), ...this.#end(), h("h3", null, t("Earlier conversations")), ...this.#conversations())
  }

  #switch(word, on, turn) {
    const item = h("button", { "class": "menu__item", "type": "button", "role": "switch", "aria-checked": String(on), "onclick": () => { turn(!on); this.#again(word) } }, h("b", null, word), h("i", { class: "tick" }))
    item.dataset.word = word
    return item
  }

  #again(word) {
    this.#draw()
    this.body.querySelector(`[data-word="${CSS.escape(word)}"]`)?.focus()
  }

  #sound() {
    const { memory } = this.client
    return this.#switch(this.t("Sound of a new message"), !memory.get("muted"), on => memory.set({ muted: on ? undefined : true }))
  }

  #consent() {
    const { look, memory } = this.client
    const agree = on => part("note").then(note => note.agree(this.client, on)).then(() => this.#again(word), () => {})
    const word = this.t("We see which page you are on")
    return look.asks_consent ? [this.#switch(word, memory.get("pages") === true, agree)] : []
  }

  #languages() {
    const { look } = this.client
    const others = (look.languages || []).filter(code => NAMES[code] && code !== this.words.language)
    return others.map(code => h("button", { class: "menu__item", type: "button", lang: code, onclick: () => this.#speak(code) }, h("b", null, NAMES[code])))
  }

  async #speak(language) {
    const { memory, api } = this.client
    this.leave()
    memory.set({ language })
    api.wanted = api.language = language
    await api.session().catch(() => {})
  }

  // Nothing ends while a message is on its way: it would begin the chat anew.
  #end() {
    const { thread, outbox } = this.client
    if (!thread || thread.unborn || thread.closed || outbox.records.some(({ state }) => state === "waiting")) return []
    return [h("button", { class: "menu__item", type: "button", onclick: () => this.#confirm(thread) }, h("b", null, this.t("End the chat")))]
  }

  #confirm(thread) {
    const { t } = this
    const waits = thread.about.status === "queued"
    const word = waits ? t("You leave the queue, and no answer comes. Write again whenever you like.") : t("Write again whenever you like: the conversation goes on right here.")
    const say = h("p", { id: "menu-end", role: "status" }, word)
    const end = h("button", { "class": "button button--primary", "type": "button", "aria-describedby": "menu-end", "onclick": () => this.#leaveChat(thread, end, say) }, t("End the chat"))
    const back = h("button", { class: "button", type: "button", onclick: () => this.leave() }, t("Back to the chat"))
    this.title.textContent = t("End the chat")
    this.body.replaceChildren(h("div", { class: "menu__end" }, say, end, back))
    end.focus()
  }

  // Asked once: insisted on, it might end what the customer has taken up again meanwhile.
  async #leaveChat({ id }, end, say) {
    if (end.ariaDisabled === "true") return
    end.ariaDisabled = "true"
    try {
      this.client.learn(await this.client.api.call("POST", `conversations/${id}/end`, {}))
      this.leave()
    } catch (failure) {
      say.textContent = failure.message || this.t("This did not work. Try again.")
      end.ariaDisabled = "false"
    }
  }

  #conversations() {
    const { conversations, thread } = this.client
    const earlier = conversations.filter(one => one.id !== thread?.id)
    if (!earlier.length) return [h("p", null, this.t("There are none yet. What you write today will stand here next time."))]
    return earlier.map(one => this.#conversation(one))
  }

  #conversation({ id, subject, started_at: started, status, unread, agent }) {
    const standing = status === "closed" ? this.t("Closed") : agent?.name || this.t("Open")
    const count = unread ? h("i", null, this.words.n("{count} unread message", "{count} unread messages", unread)) : h("i", null, standing)
    return h("button", { class: "menu__item", type: "button", onclick: () => this.#open(id) }, h("b", { dir: "auto" }, subject), count, h("small", null, this.panel.times.day(started)))
  }

  // Above the log stands what came before; the conversation asked for is fetched, with all between.
  async #reach(id) {
    const { client } = this
    const find = () => client.threads.find(one => one.id === id)
    while (client.hasEarlier && !find()?.complete) await client.earlier()
    return find()?.sorted[0]
  }

  async #open(id) {
    this.leave()
    const { panel } = this
    try {
      const first = await this.#reach(id)
      panel.render()
      await panel.log.enrich()
      panel.log.view.extras.jump(first.client_id)
    } catch {
      panel.composer.warn(this.t("This did not load. Try again."))
    }
  }
}
