// The one script a site embeds. Until the button is pressed (or an earlier conversation goes on) this file is all there is.
(() => {
  const APP = "/static/widget/app.js" // the view that serves this file writes the hashed address here
  const TAG = "helpdesk-widget"
  const PATIENCE = 1500
  const script = document.currentScript || document.querySelector('script[data-site][src*="/widget/v1.js"]')
  const site = script && script.getAttribute("data-site")
  if (!site || customElements.get(TAG)) return

  const origin = new URL(script.src, location.href).origin
  const option = name => script.getAttribute(`data-${name}`) || null
  const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined)
  const remembered = recall(`helpdesk:${site}`)
  const spoken = code => ["en", "ru"].includes(code)
  // What the reader chose here, else the page's choice, else the reader's own language when we speak it, else the site's.
  const wanted = [own(remembered, "language"), option("language"), ...(navigator.languages || [])].map(one => String(one).slice(0, 2).toLowerCase()).find(spoken)
  const listeners = new Map()
  let look = own(remembered, "look")

  const css = `
:host { all: initial !important; display: block !important; position: absolute !important; inline-size: 0 !important; block-size: 0 !important; z-index: 2147483000 !important; }
.root { all: initial; color-scheme: light dark; --accent: light-dark(oklch(50% 0.19 264), oklch(54.5% 0.18 264)); --accent-hover: light-dark(oklch(44% 0.175 264), oklch(50% 0.19 264)); --ink-on-accent: #fff; --ring: var(--accent-ink, light-dark(oklch(50% 0.19 264), oklch(79% 0.1 264))); --edge: 24px; }
.root[data-theme="light"] { color-scheme: light; }
.root[data-theme="dark"] { color-scheme: dark; }
.launcher { all: unset; position: fixed; inset-block-end: calc(var(--edge) + env(safe-area-inset-bottom, 0px)); inset-inline-end: calc(var(--edge) + env(safe-area-inset-right, 0px)); z-index: 2147483000; box-sizing: border-box; display: flex; align-items: center; justify-content: center; gap: 10px; min-inline-size: 56px; block-size: 56px; border-radius: 28px; background: var(--accent); color: var(--ink-on-accent); font: 500 15px/20px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; box-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 6px 20px -4px rgb(0 0 0 / 24%); cursor: pointer; white-space: nowrap; transition: background-color 120ms ease-out, scale 120ms ease-out; -webkit-tap-highlight-color: transparent; }
.launcher:has(span) { padding-inline: 16px 20px; }
.launcher:hover { background: var(--accent-hover); scale: 1.04; }
.launcher:focus-visible { outline: 2px solid var(--ring); outline-offset: 3px; }
.launcher svg { inline-size: 26px; block-size: 26px; fill: none; stroke: currentcolor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.launcher > * { pointer-events: none; }
.launcher[aria-busy="true"] > * { animation: wait 700ms linear infinite; }
.launcher__count { all: unset; position: fixed; inset-block-end: calc(var(--edge) + 40px + env(safe-area-inset-bottom, 0px)); inset-inline-end: calc(var(--edge) - 4px + env(safe-area-inset-right, 0px)); z-index: 2147483001; pointer-events: none; }
.launcher__count b { display: grid; place-items: center; box-sizing: border-box; min-inline-size: 20px; block-size: 20px; padding-inline: 5px; border-radius: 99px; background: oklch(51% 0.18 25); color: #fff; font: 600 11px/1 system-ui, sans-serif; font-variant-numeric: tabular-nums; box-shadow: 0 0 0 2px light-dark(#fff, oklch(20.5% 0.009 268)); }
.launcher__count span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.root[data-position="start"] .launcher { inset-inline: calc(var(--edge) + env(safe-area-inset-left, 0px)) auto; }
.root[data-position="start"] .launcher__count { inset-inline: calc(var(--edge) - 4px + env(safe-area-inset-left, 0px)) auto; }
.root:is([data-open], [data-unknown]) :is(.launcher, .launcher__count) { visibility: hidden; }
@keyframes wait { 50% { opacity: 0.3; } }
@media (width < 30rem) { .root { --edge: 16px; } }
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } }
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
    for (const listener of [...(listeners.get(event) || [])]) tell(listener, detail)
  }

  // A mistake of the page's own is told where its mistakes are told, and stops nobody else.
  function tell(listener, detail) {
    try {
      listener(detail)
    } catch (error) {
      setTimeout(() => { throw error })
    }
  }

  // Who has opened the chat before is told of on the pages after it as well; where the site asks first, only after a yes.
  function visited() {
    const token = own(remembered, "token")
    if (!token || (own(look, "asks_consent") !== false && own(remembered, "pages") !== true)) return
    const headers = { "__proto__": null, "Authorization": `Bearer ${token}`, "Content-Type": "application/json" }
    const body = JSON.stringify({ url: location.origin + location.pathname, title: document.title.slice(0, 200) })
    fetch(`${origin}/widget/api/page`, { __proto__: null, method: "POST", credentials: "omit", headers, body }).catch(() => {})
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
      this.root.setAttribute("popover", "manual")
      this.launcher = document.createElement("button")
      this.launcher.type = "button"
      this.launcher.className = "launcher"
      this.launcher.setAttribute("aria-haspopup", "dialog")
      this.launcher.addEventListener("click", () => this.show("open").catch(() => this.failed()))
      this.sign = drawing("M4 4h12a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 16 14H9l-4 3v-3H4a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 4 4z")
      this.count = document.createElement("div")
      this.count.className = "launcher__count"
      this.count.setAttribute("role", "status")
      this.root.append(this.launcher, this.count)
      this.shadow.append(this.root)
      this.dress(look)
    }

    // The top layer: no z-index of the page lies above, no transform or filter of its body moves or dims it.
    connectedCallback() {
      this.home = document.body.firstElementChild
      try {
        this.root.showPopover()
      } catch {
        // An older browser: the z-index has to do.
      }
      this.root.onback?.()
    }

    // Turbo and the like swap the body or all that is in it: go on living in what comes. Taken away alone, it stays away.
    disconnectedCallback() {
      setTimeout(() => { if (!this.isConnected && !this.home.isConnected) document.body.append(this) })
    }

    dress(site) {
      look = site
      const pick = (name, allowed) => [option(name), own(site, name)].find(value => allowed.includes(value)) || allowed[0]
      this.root.dataset.position = pick("position", ["end", "start"])
      this.root.dataset.theme = pick("theme", ["auto", "light", "dark"])
      for (const [name, value] of Object.entries(own(site, "colours") || {})) this.root.style.setProperty(`--${name}`, value)
      this.say(wanted || own(site, "language"))
    }

    say(language) {
      this.russian = language === "ru"
      const text = own(own(look, "labels"), this.russian ? "ru" : "en")
      const word = document.createElement("span")
      word.textContent = text
      this.launcher.replaceChildren(this.sign, ...(text ? [word] : []))
      this.label(text || (this.russian ? "Открыть чат" : "Open chat"))
    }

    failed() {
      this.label(this.russian ? "Чат не загрузился. Нажмите ещё раз" : "Chat did not load. Press again")
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

    // Nobody sees the button in a colour that is not the site's; where we do not answer soon, in ours.
    async meet() {
      this.root.toggleAttribute("data-unknown", !look)
      setTimeout(() => this.root.removeAttribute("data-unknown"), PATIENCE)
      try {
        const answer = await fetch(`${origin}/widget/looks/${encodeURIComponent(site)}`, { __proto__: null, credentials: "omit" })
        if (answer.ok && !this.#app) {
          this.dress(await answer.json())
          visited()
        }
      } catch {
        // The button looks as it did last time.
      }
      this.root.removeAttribute("data-unknown")
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
      return start({ element: this, site, origin, option, emit, language: wanted || own(look, "language") || "en", wanted, asks: own(look, "asks") })
    }

    async show(name, ...wish) {
      this.launcher.setAttribute("aria-busy", "true")
      try {
        await (await this.load())[name](...wish)
      } finally {
        this.launcher.removeAttribute("aria-busy")
      }
    }
  }

  customElements.define(TAG, HelpdeskWidget)
  const element = new HelpdeskWidget()
  let placed = false
  const place = () => {
    document.body.append(element)
    element.meet()
    placed = true
    emit("ready")
  }

  const asked = name => async value => (await element.load())[name](value)
  const open = (...wish) => element.show("open", ...wish)
  const api = {
    open,
    close: asked("close"),
    ask: open,
    lead: wish => element.show("lead", wish || {}),
    identify: asked("identify"),
    logout: asked("logout"),
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set())
      listeners.get(event).add(listener)
      if (event === "ready" && placed) queueMicrotask(() => tell(listener))
      return () => api.off(event, listener)
    },
    off(event, listener) {
      listeners.get(event)?.delete(listener)
    },
  }
  // Calls from before this script came, and from pages that go on pushing: ["open"], ["on", "unread", listener].
  const call = ([name, ...values]) => { if (own(api, name)) Promise.resolve(api[name](...values)).catch(() => element.failed()) }
  const waiting = own(own(window, "HelpdeskWidget"), "q")
  api.q = Object.freeze({ push: (...calls) => calls.forEach(call) })
  Object.defineProperty(window, "HelpdeskWidget", { __proto__: null, value: Object.freeze(api), configurable: true })
  if (Array.isArray(waiting)) waiting.forEach(call)

  if (document.body) place()
  else document.addEventListener("DOMContentLoaded", place, { __proto__: null, once: true })

  // Somebody is in the middle of a conversation, or has messages that wait: go on without a click.
  if (["active", "queued", "leading"].some(name => own(remembered, name))) {
    const soon = window.requestIdleCallback || (work => setTimeout(work, 200))
    soon(() => element.load().catch(() => {}))
  }
})()
