import { capsOf, mark } from "lib/keymap"

// What the page can do, read from the page itself: whatever bears a key or a command's name, and the buttons of the open
// ticket. A new button is in the palette the day it is on the page.
const COMMANDS = "[data-command], [aria-keyshortcuts], [data-ticket-header] .menu__item, [data-ticket-header] .desk__acts .button"
const PLACES = "#nav a.nav__link, .desk__side .menu__item"
const MOST = 8

export function commands(words) {
  const found = gathered(COMMANDS)
  const ticket = document.querySelector("[data-ticket]")
  const parts = [
    ["ticket", (each) => each.closest("[data-ticket], #customer"), words.ticket.replace("{number}", ticket?.dataset.ticket)],
    ["list", (each) => each.closest(".desk__list"), words.list],
    ["anywhere", () => true, words.anywhere],
  ]
  const rest = [...found.values()]
  return parts.map(([name, holds, title]) => {
    const mine = rest.filter(({ source }) => holds(source))
    mine.forEach((entry) => rest.splice(rest.indexOf(entry), 1))
    return new Group(name, title, mine)
  })
}

export function places(words) {
  return new Group("go", words.go, [...gathered(PLACES).values()])
}

// What stands in a menu and as a button is one command: the one that bears a key, with the icon of either.
function gathered(selector) {
  const found = new Map()
  for (const source of document.querySelectorAll(selector)) {
    if (!usable(source, selector)) continue
    const label = labelOf(source)
    const [known, icon] = [found.get(label), source.querySelector("svg.icon")]
    if (known && (!keyed(source) || keyed(known.source))) known.icon ??= icon
    else found.set(label, { label, source, icon: known?.icon ?? icon, caps: capsFor(source), run: () => press(selector, label, source) })
  }
  return found
}

// A part of the page may have been renewed since it was read: then its successor is pressed.
function press(selector, label, source) {
  const found = source.isConnected ? source : gathered(selector).get(label)?.source
  found?.click()
}

const usable = (each, selector) =>
  !each.disabled &&
  !each.closest("dialog, [hidden], template, .toast") &&
  (selector === PLACES || !each.closest(".nav")) &&
  !(each.type === "submit" && selector === COMMANDS) &&
  !each.matches("input, textarea") &&
  labelOf(each)

function labelOf(each) {
  const given = each.dataset.command || each.getAttribute("aria-label")
  if (given) return given
  const copy = each.cloneNode(true)
  copy.querySelectorAll("kbd, svg, .count, .visually-hidden, [aria-hidden=true]").forEach((other) => other.remove())
  return copy.textContent.trim()
}

const keyed = (each) => each.hasAttribute("aria-keyshortcuts")

const capsFor = (each) => (each.dataset.key ? capsOf(`go:${each.dataset.key}`) : (mark(each.getAttribute("aria-keyshortcuts") ?? "")?.caps ?? []))

// A heading with its items; drawn are those that what was typed leaves.
class Group {
  constructor(name, title, items) {
    this.name = name
    this.title = title
    this.items = items
  }

  drawn(text) {
    const left = this.items.map((each, at) => ({ ...each, at, rank: rank(each.label, text) })).filter(({ rank }) => rank < Infinity)
    if (!left.length) return null
    const group = document.createElement("div")
    group.setAttribute("role", "group")
    group.setAttribute("aria-labelledby", `offer-${this.name}`)
    const title = document.createElement("div")
    title.className = "palette__group"
    title.id = `offer-${this.name}`
    title.textContent = this.title
    const best = text ? left.sort((a, b) => a.rank - b.rank).slice(0, MOST) : left
    group.append(title, ...best.map((each) => this.#option(each, text)))
    return group
  }

  run(id) {
    const [, name, at] = id.match(/^do-(\w+)-(\d+)$/) ?? []
    if (name !== this.name) return false
    this.items[at].run()
    return true
  }

  #option({ label, caps, icon, at }, text) {
    const option = document.createElement("div")
    option.className = "palette__item"
    option.setAttribute("role", "option")
    option.setAttribute("aria-selected", "false")
    option.id = `do-${this.name}-${at}`
    const words = document.createElement("span")
    words.append(...marked(label, text))
    const keys = document.createElement("span")
    keys.className = "palette__keys"
    keys.append(...caps.map((cap) => cap.cloneNode(true)))
    option.append(icon?.cloneNode(true) ?? blank(), words, keys)
    return option
  }
}

const plain = (text) => text.toLocaleLowerCase().replaceAll("ё", "е")

// Where every word of the text is found: at the beginning of the label first, then at that of a word, then inside.
function rank(label, text) {
  const whole = plain(label)
  const places = plain(text).split(/\s+/).filter(Boolean).map((word) => (` ${whole}`.includes(` ${word}`) ? (whole.startsWith(word) ? 0 : 1) : whole.includes(word) ? 2 : Infinity))
  return places.reduce((sum, place) => sum + place, 0)
}

function marked(label, text) {
  const word = plain(text).split(/\s+/)[0]
  const at = word ? plain(label).indexOf(word) : -1
  if (at < 0) return [label]
  const mark = document.createElement("mark")
  mark.textContent = label.slice(at, at + word.length)
  return [label.slice(0, at), mark, label.slice(at + word.length)]
}

function blank() {
  const space = document.createElement("span")
  space.className = "icon"
  return space
}
