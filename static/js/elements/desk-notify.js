import { follow } from "lib/app"
import { badge } from "lib/badge"
import { hear, tell } from "lib/bus"
import { ask } from "lib/http"
import { lead } from "lib/leading"
import { sound } from "lib/sounds"
import { load, save } from "lib/store"
import { atMostEvery, pause } from "lib/timing"
import { me, say } from "lib/words"

const STALE_AFTER = 60_000
const REMEMBERED = 60
const EYES = 120

// <desk-notify src="/desk/news/" sounds>: speaks up about what is new. Every tab hears that something changed; the one that
// leads asks what, tells it, and gives the number to the others. What somebody is looking at is told to nobody.
class DeskNotify extends HTMLElement {
  #off
  #leave
  #tabs
  #leading = false
  #eyes = new Set()
  #stale = atMostEvery(2_500, () => this.#ask())

  connectedCallback() {
    this.#tabs = new BroadcastChannel(`desk:${me}`)
    this.#tabs.onmessage = ({ data }) => this.#heard(data)
    this.#off = hear(this, { poke: this.#poked, welcome: this.#changed, "catch-up": this.#changed, poll: this.#changed })
    this.#leave = lead(`desk:${me}`, { begin: this.#begin, end: this.#end })
    this.#offer()
  }

  disconnectedCallback() {
    this.#off()
    this.#leave()
    this.#stale.cancel()
    this.#tabs.close()
  }

  #begin = () => {
    this.#leading = true
    this.#stale()
  }

  #end = () => {
    this.#leading = false
    this.#stale.cancel()
  }

  #poked({ topic }) {
    if (!["panel", "notices"].includes(topic)) this.#changed()
  }

  // Only the tab that has a ticket open hears that it was read.
  #changed() {
    if (this.#leading) this.#stale()
    else this.#tabs.postMessage({ type: "changed" })
  }

  #heard({ type, unread, ticket }) {
    if (type === "changed" && this.#leading) this.#stale()
    if (type === "unread") badge(unread)
    if (type === "who-sees" && sees(ticket)) this.#tabs.postMessage({ type: "seen", ticket })
    if (type === "seen") this.#eyes.add(ticket)
  }

  async #ask() {
    const kept = load("news", { at: 0, told: [] })
    const after = Date.now() - kept.at < STALE_AFTER ? kept.after : ""
    try {
      const response = await ask(`${this.getAttribute("src")}?after=${after ?? ""}`)
      if (response.ok && this.#leading) await this.#take(await response.json(), kept.told)
    } catch {
      // Signed out or without a network: the desk says so itself, and the next change asks again.
    }
  }

  async #take({ after, unread, news }, told) {
    badge(unread)
    this.#tabs.postMessage({ type: "unread", unread })
    const fresh = news.filter(({ key }) => !told.includes(key))
    save("news", { at: Date.now(), after, told: [...told, ...fresh.map(({ key }) => key)].slice(-REMEMBERED) })
    const missed = []
    for (const each of fresh) if (!(await this.#isSeen(each.ticket))) missed.push(each)
    if (!missed.length) return
    if (this.hasAttribute("sounds")) sound(missed.at(-1).kind)
    for (const each of missed) await show(each)
  }

  async #isSeen(ticket) {
    if (sees(ticket)) return true
    this.#eyes.delete(ticket)
    this.#tabs.postMessage({ type: "who-sees", ticket })
    await pause(EYES)
    return this.#eyes.has(ticket)
  }

  // A browser may be asked only by a click, and only once.
  #offer() {
    const button = document.querySelector("[data-notify]")
    if (!button || !("Notification" in window) || Notification.permission !== "default" || !isSecureContext) return
    button.hidden = false
    button.onclick = async () => {
      const answer = await Notification.requestPermission()
      button.hidden = answer !== "default"
      if (answer !== "default") tell("toast", { text: say(answer === "granted" ? "notify_on" : "notify_off") })
    }
  }
}

const sees = (ticket) => document.hasFocus() && !document.hidden && location.pathname === `/desk/tickets/${ticket}/`

// Who and where, never what: a screen may be shared, and a phone lie on a table.
async function show({ kind, ticket, name, department, url }) {
  if (!("Notification" in window) || Notification.permission !== "granted") return
  const title = say(`news_${kind}`, { name, ticket })
  const options = {
    body: [`#${ticket}`, kind === "mention" || kind === "assigned" ? name : "", department].filter(Boolean).join(" · "),
    tag: `ticket-${ticket}`,
    renotify: true,
    icon: "/static/icons/icon-192.png",
    badge: "/static/icons/badge-96.png",
    // The desk has sounds of its own, by the agent's choice.
    silent: true,
    data: { url },
  }
  const worker = await navigator.serviceWorker?.getRegistration("/desk/")
  if (worker?.active) return worker.showNotification(title, options)
  const shown = new Notification(title, options)
  shown.onclick = () => {
    window.focus()
    follow(url)
    shown.close()
  }
}

customElements.define("desk-notify", DeskNotify)
