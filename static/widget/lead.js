import { h, icon } from "./dom.js"
import { pause, uuid } from "./memory.js"
import { Pane } from "./pane.js"
import { wear } from "./styles.js"

const AGAIN = 3000
const PATIENCE = 2000
// How each is asked: its kind, what a browser may fill in, how long it may be.
const KINDS = { name: ["text", "name", 200], email: ["email", "email", 254], phone: ["tel", "tel", 32], wish: ["", "off", 2000] }
const css = `
.widget--lead:is([open], :popover-open) { grid-template-rows: auto minmax(0, 1fr); }
@media (width >= 30rem) { .widget--lead { block-size: auto; max-block-size: min(720px, 100dvh - 48px); } }
.widget--lead .widget__who > b { font-size: 15px; white-space: normal; }
.lead { overflow-y: auto; display: grid; align-content: start; gap: 16px; padding: 20px 16px max(16px, env(safe-area-inset-bottom, 0px)); grid-template-columns: minmax(0, 1fr); scrollbar-width: thin; }
.lead__field { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr); > label { font-weight: 500; > span { font-weight: 400; color: var(--ink-soft); } } }
.widget .lead__input { font: inherit; font-size: 16px; inline-size: 100%; min-block-size: 40px; padding: 8px 12px; color: inherit; background: var(--paper-raised); border: 1px solid var(--line-control); border-radius: 6px; resize: vertical; max-block-size: 160px; &:focus-visible { outline-offset: 0; } &[aria-invalid="true"] { border-color: var(--negative); box-shadow: inset 0 0 0 1px var(--negative); } }
.lead__hint { font: var(--text-s); color: var(--ink-soft); margin-block-start: -8px; }
.lead__check { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; font: var(--text-s); cursor: pointer; > input { inline-size: 18px; block-size: 18px; margin: 1px 0 0; cursor: inherit; } }
.lead__error { display: flex; gap: 4px; font: var(--text-s); color: var(--negative); &:empty { display: none; } &[data-calm] { color: var(--ink-soft); } > .icon { --icon-size: 16px; margin-block-start: 2px; } }
.lead__thanks { justify-items: center; align-content: center; text-align: center; > .icon { --icon-size: 40px; color: var(--accent-ink); } > p { max-inline-size: 32ch; &:focus-visible { outline: none; } } }
.lead > .button { --button-size: 40px; }
@media (pointer: coarse) { .widget .lead__input { min-block-size: 44px; } .lead > .button { --button-size: 44px; } .lead__check { padding-block: 8px; > input { inline-size: 22px; block-size: 22px; } } }
`

let current = null

export function lead(app, wish) {
  current ??= new Leads(app)
  if (wish) current.open(wish)
  current.insist()
}

// Who would like an offer says so: name, how to reach him, perhaps what he wishes. What is typed is kept until the server has
// it, through a reload too; what was sent and has not arrived goes on by itself, under the same number.
class Leads {
  #pane = null
  #sending = false
  wrong = {}
  agreement = null

  constructor(app) {
    Object.assign(this, { app, client: app.client })
    wear(app.element.root, css)
  }

  get lead() {
    return this.client.memory.get("lead") || null
  }

  // Who has pressed the button of another offer begins another lead, but need not type his name again. One that is on its way
  // goes first.
  open(wish) {
    const asked = asking(wish)
    const { lead } = this
    if (!lead?.sending && JSON.stringify(lead?.asked) !== JSON.stringify(asked)) this.#keep({ id: uuid(), asked, values: { ...lead?.values, wish: "" } })
    this.#pane ??= new LeadPane(this)
    this.#pane.show()
    this.#meet()
  }

  // Nothing is left of it once the customer has signed out.
  change(values) {
    if (this.lead) this.#keep({ ...this.lead, values })
  }

  // Another tab may have sent what it kept of this form: what stands here is another lead.
  send(asked, values, agreed) {
    this.wrong = {}
    this.#keep({ id: uuid(), asked, ...this.lead, values, agreed, sending: true, page: this.client.visit.page })
    return this.insist()
  }

  // Until there is an answer, whatever it is.
  async insist() {
    if (this.#sending || !this.lead?.sending) return
    this.#sending = true
    this.#pane?.wait(true)
    const { id, asked, values, agreed, page } = this.lead
    let wrong = null
    try {
      await this.client.api.insist("leads", { client_id: id, source: asked.source, agreement: agreed, page, ...values })
    } catch (failure) {
      wrong = { "": failure.message || this.app.words.t("This was not saved. Try again."), ...failure.fields }
    }
    this.#sending = false
    this.wrong = wrong || {}
    this.#keep(wrong && this.lead && { ...this.lead, agreed: null, sending: false })
    this.#pane?.wait(false)
    if (wrong?.agreement) await this.#meet()
    if (wrong) this.#pane?.blame(wrong)
    else this.#pane?.thank()
  }

  gone() {
    this.#pane = null
  }

  #keep(lead) {
    this.client.memory.set({ lead: lead || undefined, leading: lead?.sending || undefined })
  }

  // The wording that is agreed to comes from the server, which keeps it; without it nobody is asked.
  async #meet() {
    const pane = this.#pane
    while (pane && this.#pane === pane) {
      try {
        const { name, agreement } = await this.client.api.call("GET", "leads")
        this.agreement = agreement
        return pane.met(name)
      } catch (failure) {
        if (!failure.passing) return pane.blame({ "": failure.message || this.app.words.t("Chat is not available on this page.") })
        await pause(failure.retryAfter || AGAIN)
      }
    }
    return null
  }
}

class LeadPane extends Pane {
  #timer = 0

  constructor(leads) {
    const { app } = leads
    super(app.element.root, "")
    Object.assign(this, { leads, app })
    this.dialog.classList.add("widget--lead")
    this.from = document.activeElement
  }

  show() {
    this.#draw()
    this.reveal()
    this.#focus()
    this.wait(Boolean(this.leads.lead.sending))
    if (Object.keys(this.leads.wrong).length) this.blame(this.leads.wrong)
  }

  // What the server knows has come; where it has chosen another language, all of it is said in that.
  met(name) {
    if (!this.form) return
    if (this.words === this.app.words) this.#ask()
    else this.#draw()
    const empty = this.fields.find(field => field.name === "name" && !field.input.value)
    if (empty && name) empty.input.value = name
  }

  onHide() {
    const { launcher, root } = this.app.element
    const from = this.from?.isConnected && ![document.body, root.getRootNode().host].includes(this.from) ? this.from : launcher
    this.leads.gone()
    clearTimeout(this.#timer)
    this.remove()
    from.focus()
  }

  wait(busy) {
    if (!this.form) return
    this.send.setAttribute("aria-disabled", String(busy))
    clearTimeout(this.#timer)
    this.#tell("")
    const tell = () => this.#tell(this.app.client.trouble?.message || this.t("Waiting for the network. What you wrote is kept."), true)
    if (busy && navigator.onLine === false) tell()
    else if (busy) this.#timer = setTimeout(tell, PATIENCE)
  }

  // Sentences by field; what stands beside none is said below.
  blame(wrong) {
    if (!this.form) return
    for (const { name, input, error } of this.fields) say(error, wrong[name], input)
    say(this.disagreed, wrong.agreement, this.agreed)
    const first = this.fields.find(({ name }) => wrong[name])
    this.#tell(first || wrong.agreement ? "" : wrong[""])
    if (first) first.input.focus()
    else if (wrong.agreement) this.agreed.focus()
  }

  thank() {
    const { t } = this
    const said = h("p", { tabindex: "-1" }, h("b", null, t("Thank you. We have it and will get in touch.")))
    const close = h("button", { class: "button", type: "button", onclick: () => this.hide() }, t("Close"))
    this.form = null
    this.dialog.lastChild.replaceWith(h("div", { class: "lead lead__thanks" }, icon("check"), said, close))
    if (this.isOpen) said.focus()
  }

  #draw() {
    const { words } = this.app
    const { lead } = this.leads
    if (!lead) return
    this.asked = lead.asked
    const { title, text, fields } = lead.asked
    this.words = words
    this.version = null
    const t = this.t = (sentence, values) => words.t(sentence, values)
    const within = this.dialog.contains(this.dialog.getRootNode().activeElement)
    const name = title || t("Leave your details")
    this.dialog.setAttribute("aria-label", name)
    this.close = h("button", { "class": "button button--quiet button--icon", "type": "button", "aria-label": t("Close"), "onclick": () => this.hide() }, icon("x"))
    this.fields = fields.map(each => this.#field(each, lead.values[each] || ""))
    this.status = h("p", { class: "lead__error", role: "status" })
    this.send = h("button", { class: "button button--primary" }, t("Send"))
    this.agreed = h("input", { "type": "checkbox", "aria-describedby": "lead-agreement-error" })
    this.agreement = h("span")
    this.check = h("label", { class: "lead__check", hidden: true }, this.agreed, this.agreement)
    this.disagreed = h("p", { class: "lead__error", id: "lead-agreement-error" })
    const either = fields.includes("email") && h("p", { class: "lead__hint" }, t("An e-mail or a phone number is enough."))
    this.form = h("form", { class: "lead", novalidate: true, onsubmit: event => this.#submit(event), oninput: () => this.leads.change(this.#values) },
      text && h("p", null, text), this.fields.map(({ name: field, element }) => [element, field === "phone" && either]), this.check, this.disagreed, this.status, this.send)
    this.dialog.replaceChildren(h("div", { class: "widget__head" }, h("div", { class: "widget__who" }, h("b", { "role": "heading", "aria-level": "2" }, name)), this.close), this.form)
    this.#ask()
    if (within) this.#focus()
  }

  // Another wording than the one that was read asks for another yes.
  #ask() {
    const { agreement } = this.leads
    if (!agreement || this.version === agreement.version) return
    this.version = agreement.version
    this.agreement.textContent = agreement.text
    this.check.hidden = false
    this.agreed.checked = false
  }

  #field(name, value) {
    const { t } = this
    const labels = { name: t("Your name"), email: t("E-mail"), phone: t("Phone"), wish: t("What would you like?") }
    const id = `lead-${name}`
    const [type, autocomplete, maxlength] = KINDS[name]
    const common = { id, "class": "lead__input", autocomplete, maxlength, "aria-describedby": `${id}-error` }
    const input = type ? h("input", { ...common, type }) : h("textarea", { ...common, rows: "3" })
    input.value = value
    const error = h("p", { class: "lead__error", id: `${id}-error` })
    const optional = name === "wish" && h("span", null, ` · ${t("optional")}`)
    return { name, input, error, element: h("div", { class: "lead__field" }, h("label", { for: id }, labels[name], optional), input, error) }
  }

  #focus() {
    (this.fields.find(({ input }) => !input.value) || this.fields[0]).input.focus()
  }

  get #values() {
    return { ...this.leads.lead?.values, ...Object.fromEntries(this.fields.map(({ name, input }) => [name, input.value])) }
  }

  #submit(event) {
    event.preventDefault()
    if (this.leads.lead?.sending) return this.leads.insist()
    const { t } = this
    const values = this.#values
    const asked = name => this.fields.some(field => field.name === name)
    const empty = name => !values[name]?.trim()
    const wrong = {}
    if (asked("name") && empty("name")) wrong.name = t("Fill this in.")
    if (!["email", "phone"].some(name => asked(name) && !empty(name))) wrong[asked("email") ? "email" : "phone"] = t("Say how we can reach you.")
    this.blame(wrong)
    this.leads.change(values)
    return Object.keys(wrong).length ? null : this.leads.send(this.asked, values, this.agreed.checked ? this.version : null)
  }

  #tell(sentence, calm) {
    say(this.status, sentence)
    this.status.toggleAttribute("data-calm", Boolean(calm))
  }
}

function say(error, sentence, input) {
  input?.setAttribute("aria-invalid", String(Boolean(sentence)))
  error.replaceChildren(...(sentence ? [icon("info"), sentence] : []))
}

// What the page asks for, as far as it makes sense. Without any way to reach somebody there would be no lead.
function asking({ title = "", text = "", source = "", fields }) {
  const wanted = Array.isArray(fields) ? Object.keys(KINDS).filter(name => fields.includes(name)) : []
  const reaches = wanted.some(name => name === "email" || name === "phone")
  return { title: String(title).slice(0, 100), text: String(text).slice(0, 300), source: String(source).slice(0, 100), fields: reaches ? wanted : Object.keys(KINDS) }
}
