// The one script a site embeds. Until the button is pressed (or an earlier conversation goes on) this file is all there is.
(() => {
  const APP = "/static/widget/app.js" // the view that serves this file writes the hashed address here
  const TAG = "helpdesk-widget"
  const script = document.currentScript || document.querySelector('script[data-site][src*="/widget/v1.js"]')
  const site = script && script.getAttribute("data-site")
  if (!site || customElements.get(TAG)) return

  const origin = new URL(script.src, location.href).origin
  const option = name => script.getAttribute(`data-${name}`) || null
  const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined)
  const remembered = recall(`helpdesk:${site}`)
  const look = own(remembered, "look")
  // The page's choice, else the reader's own language when we speak it, else the site's.
  const wanted = [option("language"), ...(navigator.languages || [])].map(one => String(one).slice(0, 2).toLowerCase()).find(one => ["en", "ru"].includes(one))
  const language = wanted || own(look, "language") || "en"
  const [openWord, failedWord] = language === "ru"
    ? ["Открыть чат", "Чат не загрузился. Нажмите ещё раз"]
    : ["Open chat", "Chat did not load. Press again"]
  const listeners = new Map()

  const css = `
:host { all: initial !important; display: block !important; position: absolute !important; inline-size: 0 !important; block-size: 0 !important; z-index: 2147483000 !important; }
.root { all: initial; color-scheme: light dark; --accent: light-dark(oklch(50% 0.19 264), oklch(54.5% 0.18 264)); --accent-hover: light-dark(oklch(44% 0.175 264), oklch(50% 0.19 264)); --ink-on-accent: #fff; --ring: light-dark(oklch(50% 0.19 264), oklch(79% 0.1 264)); --edge: 24px; }
.root[data-theme="light"] { color-scheme: light; }
.root[data-theme="dark"] { color-scheme: dark; }
.launcher { all: unset; position: fixed; inset-block-end: calc(var(--edge) + env(safe-area-inset-bottom, 0px)); inset-inline-end: calc(var(--edge) + env(safe-area-inset-right, 0px)); z-index: 2147483000; box-sizing: border-box; display: grid; place-items: center; inline-size: 56px; block-size: 56px; border-radius: 50%; background: var(--accent); color: var(--ink-on-accent); box-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 6px 20px -4px rgb(0 0 0 / 24%); cursor: pointer; transition: background-color 120ms ease-out, scale 120ms ease-out; -webkit-tap-highlight-color: transparent; }
.launcher:hover { background: var(--accent-hover); scale: 1.04; }
.launcher:focus-visible { outline: 2px solid var(--ring); outline-offset: 3px; }
.launcher svg { inline-size: 26px; block-size: 26px; fill: none; stroke: currentcolor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.launcher[aria-busy="true"]::after { content: ""; position: absolute; inset: 3px; border-radius: 50%; border: 2px solid currentcolor; border-inline-end-color: transparent; animation: turn 700ms linear infinite; }
.launcher__count { all: unset; position: fixed; inset-block-end: calc(var(--edge) + 40px + env(safe-area-inset-bottom, 0px)); inset-inline-end: calc(var(--edge) - 4px + env(safe-area-inset-right, 0px)); z-index: 2147483001; pointer-events: none; }
.launcher__count b { display: grid; place-items: center; box-sizing: border-box; min-inline-size: 20px; block-size: 20px; padding-inline: 5px; border-radius: 99px; background: oklch(51% 0.18 25); color: #fff; font: 600 11px/1 system-ui, sans-serif; font-variant-numeric: tabular-nums; box-shadow: 0 0 0 2px light-dark(#fff, oklch(20.5% 0.009 268)); }
.launcher__count span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.root[data-position="start"] .launcher { inset-inline: calc(var(--edge) + env(safe-area-inset-left, 0px)) auto; }
.root[data-position="start"] .launcher__count { inset-inline: calc(var(--edge) + 40px + env(safe-area-inset-left, 0px)) auto; }
.root[data-open] :is(.launcher, .launcher__count) { visibility: hidden; }
@keyframes turn { to { rotate: 1turn; } }
@media (width < 30rem) { .root { --edge: 16px; } }
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } .launcher[aria-busy="true"]::after { animation-duration: 4s; } }
@media print { .root { display: none; } }
`

  function recall(name) {
    try {
      return JSON.parse(localStorage.getItem(name))
    } catch {
      return null
    }
  }

  function emit(event, detail) {
    for (const listener of listeners.get(event) || []) {
      try {
        listener(detail)
      } catch (error) {
        setTimeout(() => { throw error })
      }
    }
  }

  function drawing(d) {
    const name = "http://www.w3.org/2000/svg"
    const svg = document.createElementNS(name, "svg")
    const path = document.createElementNS(name, "path")
    svg.setAttribute("viewBox", "0 0 20 20")
    svg.setAttribute("aria-hidden", "true")
    path.setAttribute("d", d)
    svg.append(path)
    return svg
  }

  class HelpdeskWidget extends HTMLElement {
    #app
    #retries = 0

    constructor() {
      super()
      this.shadow = this.attachShadow({ __proto__: null, mode: "open" })
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      this.shadow.adoptedStyleSheets = [sheet]
      this.root = document.createElement("div")
      this.root.className = "root"
      this.root.dir = "ltr"
      this.launcher = document.createElement("button")
      this.launcher.type = "button"
      this.launcher.className = "launcher"
      this.launcher.setAttribute("aria-haspopup", "dialog")
      this.launcher.append(drawing("M4 4h12a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 16 14H9l-4 3v-3H4a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 4 4z"))
      this.launcher.addEventListener("click", () => this.open().catch(() => this.label(failedWord)))
      this.count = document.createElement("div")
      this.count.className = "launcher__count"
      this.count.setAttribute("role", "status")
      this.root.append(this.launcher, this.count)
      this.shadow.append(this.root)
      this.dress(look)
      this.label(openWord)
    }

    connectedCallback() {
      this.home = document.body
    }

    // Turbo and the like swap the whole body: go on living in the new one.
    disconnectedCallback() {
      setTimeout(() => { if (!this.isConnected && document.body !== this.home) document.body.append(this) })
    }

    dress(site) {
      const pick = (name, allowed) => [option(name), own(site, name)].find(value => allowed.includes(value)) || allowed[0]
      this.root.dataset.position = pick("position", ["end", "start"])
      this.root.dataset.theme = pick("theme", ["auto", "light", "dark"])
    }

    label(word) {
      this.launcher.setAttribute("aria-label", word)
      this.launcher.title = word
    }

    badge(count, words) {
      const number = document.createElement("b")
      const rest = document.createElement("span")
      number.setAttribute("aria-hidden", "true")
      number.textContent = count > 99 ? "99+" : count
      rest.textContent = words
      this.count.replaceChildren(...(count ? [number, rest] : []))
    }

    load() {
      this.#app ??= this.#start().catch(error => {
        this.#app = null
        this.#retries += 1
        throw error
      })
      return this.#app
    }

    async #start() {
      const address = new URL(APP, origin)
      if (this.#retries) address.searchParams.set("retry", this.#retries)
      const { start } = await import(address.href)
      return start({ element: this, site, origin, option, emit, language, wanted })
    }

    async open(options) {
      this.launcher.setAttribute("aria-busy", "true")
      try {
        (await this.load()).open(options)
      } finally {
        this.launcher.removeAttribute("aria-busy")
      }
    }
  }

  customElements.define(TAG, HelpdeskWidget)
  const element = new HelpdeskWidget()
  const place = () => document.body.append(element)
  if (document.body) place()
  else document.addEventListener("DOMContentLoaded", place, { __proto__: null, once: true })

  const api = {
    open: options => element.open(options),
    close: async () => (await element.load()).close(),
    identify: async jwt => (await element.load()).identify(jwt),
    logout: async () => (await element.load()).logout(),
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set())
      listeners.get(event).add(listener)
      return () => listeners.get(event).delete(listener)
    },
  }
  Object.defineProperty(window, "HelpdeskWidget", { __proto__: null, value: Object.freeze(api), configurable: true })

  // Somebody is in the middle of a conversation, or has messages that wait: go on without a click.
  if (own(remembered, "active") || own(remembered, "queued")) {
    const soon = window.requestIdleCallback || (work => setTimeout(work, 200))
    soon(() => element.load().catch(() => {}))
  }
})()
