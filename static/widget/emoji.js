import { h } from "./dom.js"
import { sheet } from "./styles.js"

const RECENT = 16

const css = `
.picker { position: absolute; inset-block-end: 100%; inset-inline: 8px; z-index: 3; max-block-size: 264px; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; padding: 8px; border: 1px solid var(--line-strong); border-radius: 10px; background: var(--paper-raised); box-shadow: var(--shadow); animation: enter var(--gentle); }
.picker > p { margin: 8px 4px 4px; font: var(--text-xs); font-weight: 500; color: var(--ink-soft); &:first-child { margin-block-start: 0; } }
.picker > div { display: grid; grid-template-columns: repeat(8, minmax(0, 1fr)); }
.widget .picker button { display: grid; place-items: center; block-size: 36px; border-radius: 6px; font-size: 22px; line-height: 1; &:hover { background: var(--paper-hover); } &:focus-visible { outline-offset: -2px; } }
.widget__foot { position: relative; }
`

// Not all there are: those a conversation with a bank, a shop or a clinic needs. A phone's own keyboard has the rest.
const FACES = "😀 😃 😄 😁 😅 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😜 🤗 🤔 🤨 😐 🙄 😏 😌 😴 😷 🤒 🤕 😎 🤓 😕 😟 🙁 😮 😲 😳 🥺 😢 😭 😱 😞 😩 😤 😠 😡 🤯"
const HANDS = "👍 👎 👌 ✌️ 🤞 👋 🙏 👏 🙌 🤝 💪 👇 👆 👈 👉 🤷 🤦 ❤️ 🧡 💛 💚 💙 💔 💯"
const THINGS = "✅ ❌ ❗ ❓ ⚠️ ⏳ ⏰ 📅 📎 📄 📷 📞 📱 💻 💳 💰 💶 🏦 🧾 🛒 📦 🚚 ✈️ 🚕 🏠 🔑 🔒 🔔 💡 🔥 ⭐ 🎉 🎁 ☕ 🍕 🌞 🌧️ 🐶 🐱 🌷"

let dressed = null
let shown = null

export function pick(composer, anchor, choose) {
  if (shown) return shown.close()
  shown = new Picker(composer, anchor, choose)
  return shown.open()
}

class Picker {
  constructor(composer, anchor, choose) {
    Object.assign(this, { composer, anchor, choose, t: composer.t, memory: composer.client.memory })
    const root = anchor.getRootNode()
    if (dressed !== root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(css)]
    dressed = root
  }

  get recent() {
    return (this.memory.get("emoji") || []).filter(one => typeof one === "string").slice(0, RECENT)
  }

  open() {
    const { t } = this
    const groups = [[t("Recent"), this.recent], [t("Faces"), FACES.split(" ")], [t("Hands and hearts"), HANDS.split(" ")], [t("Things"), THINGS.split(" ")]]
    this.element = h("div", { "class": "picker", "role": "dialog", "aria-label": t("Emoji"), "onkeydown": event => this.#key(event) },
      groups.filter(([, all]) => all.length).map(([name, all]) => [h("p", { "aria-hidden": "true" }, name), h("div", { "role": "group", "aria-label": name }, all.map(one => this.#sign(one)))]).flat())
    this.away = event => { if (!event.composedPath().some(each => each === this.element || each === this.anchor)) this.close() }
    addEventListener("pointerdown", this.away, true)
    this.composer.element.append(this.element)
    this.anchor.ariaExpanded = "true"
    this.buttons[0].tabIndex = 0
    this.buttons[0].focus()
  }

  close() {
    removeEventListener("pointerdown", this.away, true)
    this.element.remove()
    this.anchor.ariaExpanded = "false"
    shown = null
    this.composer.text.focus()
  }

  get buttons() {
    return [...this.element.querySelectorAll("button")]
  }

  #sign(emoji) {
    return h("button", { type: "button", tabindex: "-1", onclick: () => this.#chosen(emoji) }, emoji)
  }

  #chosen(emoji) {
    this.memory.set({ emoji: [emoji, ...this.recent.filter(one => one !== emoji)].slice(0, RECENT) })
    this.close()
    this.choose(emoji)
  }

  #key(event) {
    const { buttons } = this
    const at = buttons.indexOf(event.target)
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: this.#above(at, -1), ArrowDown: this.#above(at, 1), Home: 0, End: buttons.length - 1 }[event.key]
    if (event.key === "Escape" || event.key === "Tab") this.close()
    else if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (!buttons[next]) return
    buttons[at].tabIndex = -1
    buttons[next].tabIndex = 0
    buttons[next].focus()
  }

  // The nearest in the row above or below, though groups end with rows that are not full.
  #above(at, by) {
    const { buttons } = this
    const here = buttons[at].getBoundingClientRect()
    const rows = buttons.map((one, place) => [place, one.getBoundingClientRect()]).filter(([, { top }]) => (by < 0 ? top < here.top - 4 : top > here.top + 4))
    const row = rows.filter(([, { top }]) => Math.abs(top - (by < 0 ? rows.at(-1)[1].top : rows[0][1].top)) < 4)
    return (row.find(([, { left }]) => Math.abs(left - here.left) < 4) || row.at(-1))?.[0]
  }
}
