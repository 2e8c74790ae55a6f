import { h } from "./dom.js"
import { wear } from "./styles.js"

// As chat/payloads.py has them.
const MOST_FIELDS = 12
const TEXTS = { type: 40, id: 100, title: 200 }
const KNOWN = [...Object.keys(TEXTS), "fields", "url", "signature"]
const css = `
.pending { display: flex; align-items: start; gap: 4px; max-block-size: 200px; overflow-y: auto; > .card { flex: 1; inline-size: auto; } }
`

// The thing that a page's button asks about: it waits above the field and goes with the next message.
export async function draw({ panel }) {
  await panel.log.enrich()
  panel.pending ??= new Pending(panel)
  panel.pending.render()
}

class Pending {
  #sign

  constructor({ client, composer, log, root, t }) {
    Object.assign(this, { client, composer, log, t })
    wear(root, css)
    this.element = h("div", { "class": "pending", "role": "group", "aria-label": t("Your question is about"), "hidden": true })
    composer.files.before(this.element)
  }

  render() {
    const { client, composer } = this
    const card = this.#kept
    const sign = JSON.stringify(card)
    const leaving = client.outbox.records.some(record => JSON.stringify(record.card) === sign)
    composer.card = leaving ? null : card
    if (this.#sign === `${leaving} ${sign}`) return
    this.#sign = `${leaving} ${sign}`
    composer.check()
    this.element.hidden = !composer.card
    if (composer.card) this.element.replaceChildren(this.log.view.extras.card(card), composer.button("x", this.t("Remove the card"), () => this.#drop()))
  }

  // The page's mistake is told to whoever writes the page; the customer can ask without a card.
  get #kept() {
    const { memory } = this.client
    const card = memory.get("card") || null
    const wrong = card && mistake(card)
    if (!wrong) return card
    memory.set({ card: undefined })
    console.error(`HelpdeskWidget.ask: ${wrong}. The chat is open without the card.`)
    return null
  }

  #drop() {
    this.client.memory.set({ card: undefined })
    this.render()
    this.composer.text.focus()
  }
}

// What is wrong with a card, or nothing.
function mistake({ fields, url, signature, ...card }) {
  const unknown = Object.keys(card).find(name => !KNOWN.includes(name))
  if (unknown) return `a card has no "${unknown}", only ${KNOWN.join(", ")} (and text)`
  const text = Object.keys(TEXTS).find(name => !isText(card[name], TEXTS[name]))
  if (text) return `"${text}" must be a text of 1 to ${TEXTS[text]} characters`
  if (!/^[a-z0-9_-]+$/.test(card.type)) return '"type" holds small letters, digits, - and _ alone'
  const listed = fields ?? []
  if (!Array.isArray(listed) || listed.length > MOST_FIELDS) return `"fields" must be a list of at most ${MOST_FIELDS}`
  const broken = listed.findIndex(field => !isField(field))
  if (broken >= 0) return `fields[${broken}] must be {label, value}: a text of 1 to 60 characters and one of at most 200`
  if (url != null && !isAddress(url)) return '"url" must be a whole address, https://…, of at most 1000 characters'
  return signature == null || isText(signature, 32_000) ? "" : "the signature must be a text, made by your server"
}

function isText(value, most) {
  return typeof value === "string" && value.trim() !== "" && [...value].length <= most
}

function isField(field) {
  const { label, value, ...more } = field || {}
  return isText(label, 60) && (value === "" || isText(value, 200)) && !Object.keys(more).length
}

function isAddress(url) {
  return isText(url, 1000) && /^https?:/i.test(url) && URL.canParse(url)
}
