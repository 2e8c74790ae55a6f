import { ask, parse } from "lib/http"
import { dress, dressAll, tickAll } from "lib/decorate"
import { firstLine, isLine, lastLine, seqOf } from "lib/lines"
import { say } from "lib/words"

const PAGE = 50
const MOST_LOOSE = 150
const SOON = "900px 0px"
const FAR = "2500px 0px"

// The earlier part of a conversation, in pages that are fetched when one scrolls to them. Those far from the screen are put
// away: their room stays, their lines wait outside the document, so ten thousand messages weigh as much as a few hundred.
export class Pages {
  #away = new Map()
  #homes = new Map()
  #changed = new Map()
  #busy = new Set()
  #near
  #far

  constructor(log, reading, address) {
    this.log = log
    this.reading = reading
    this.address = address
    this.#near = new IntersectionObserver((seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && this.#fetch(target)), {
      root: reading.scroller,
      rootMargin: SOON,
    })
    this.#far = new IntersectionObserver((seen) => seen.forEach((entry) => this.#moved(entry)), { root: reading.scroller, rootMargin: FAR })
    const older = log.querySelector(":scope > .log__older")
    if (older) this.#offer(older)
  }

  stop() {
    this.#near.disconnect()
    this.#far.disconnect()
    this.#away.clear()
  }

  // A line wherever it is kept, if it has been fetched at all.
  find(id) {
    return document.getElementById(id) ?? this.#away.get(this.#homes.get(id))?.getElementById(id)
  }

  // What quotes this message shows it as it is now, also where it is put away.
  renewQuotes(line) {
    this.#changed.set(line.id, line)
    this.#patch(this.log)
  }

  async bring(id) {
    if (this.#homes.has(id)) this.#take(this.#homes.get(id))
    if (document.getElementById(id)) return true
    await this.#insert(`around=${id.replace("message-", "")}`)
    return Boolean(document.getElementById(id))
  }

  // A long talk under one's eyes: its beginning becomes a page like the others.
  fold() {
    const loose = [...this.log.children].filter(isLine)
    if (loose.length <= MOST_LOOSE || !this.reading.pinned) return
    const page = emptyPage()
    beforeMarks(loose[0]).before(page)
    const end = beforeMarks(loose[PAGE])
    while (page.nextElementSibling !== end) page.append(page.nextElementSibling)
    this.#settle(page)
  }

  #offer(gap) {
    gap.querySelector("button").onclick = () => this.#fetch(gap)
    this.#near.observe(gap)
  }

  async #fetch(gap) {
    if (this.#busy.has(gap)) return
    this.#busy.add(gap)
    const button = gap.querySelector("button")
    button.setAttribute("aria-busy", "true")
    const found = await this.#insert(button.dataset.before ? `before=${button.dataset.before}` : `after=${button.dataset.after}`)
    this.#busy.delete(gap)
    button.removeAttribute("aria-busy")
    // Still near after what came: once more, since an observer tells of changes alone.
    this.#near.unobserve(gap)
    if (found && gap.isConnected) this.#near.observe(gap)
  }

  async #insert(query) {
    const response = await ask(`${this.address}?${query}`).catch(() => null)
    if (!response?.ok || !this.log.isConnected) return false
    const page = emptyPage()
    page.append(...[...parse(await response.text()).children].filter((line) => isLine(line) && !this.find(line.id)))
    if (!firstLine(page)) return false
    this.reading.keep(() => this.#put(page))
    return true
  }

  #put(page) {
    const to = seqOf(lastLine(page))
    const next = this.#blocks().find((block) => fromOf(block) > to)
    const ahead = next && (next === this.log ? this.#firstLoose() : next)
    beforeMarks(ahead).before(page)
    dressAll(page)
    this.#settle(page)
    const after = next && (next === this.log ? this.#firstLoose() : firstLine(next))
    if (after) dress(after)
    this.#seams()
  }

  #settle(page) {
    page.dataset.from = seqOf(firstLine(page))
    page.dataset.to = seqOf(lastLine(page))
    for (const line of page.children) if (isLine(line)) this.#homes.set(line.id, page)
    tickAll(page, this.log.header)
    this.#patch(page)
    this.#far.observe(page)
  }

  // Between blocks that do not join stands a way to what lies between; at the top one to what is earlier.
  #seams() {
    const blocks = this.#blocks()
    this.log.querySelectorAll(":scope > .log__gap").forEach((gap) => gap.remove())
    blocks.forEach((block, number) => {
      const next = blocks[number + 1]
      if (next && toOf(block) + 1 < fromOf(next)) block.after(this.#gap(toOf(block)))
    })
    const older = this.log.querySelector(":scope > .log__older")
    if (!older) return
    const first = fromOf(blocks[0])
    if (first <= 1) return older.remove()
    older.querySelector("button").dataset.before = first
    this.log.prepend(older)
  }

  #gap(after) {
    const gap = document.createElement("div")
    gap.className = "log__gap"
    const button = document.createElement("button")
    button.type = "button"
    button.className = "button button--quiet button--small"
    button.dataset.after = after
    button.textContent = say("what_follows")
    gap.append(button)
    this.#offer(gap)
    return gap
  }

  #blocks() {
    const pages = [...this.log.children].filter((node) => node.matches(".log__page"))
    return this.#firstLoose() ? [...pages, this.log] : pages
  }

  #firstLoose() {
    for (let node = this.log.firstElementChild; node; node = node.nextElementSibling) if (isLine(node)) return node
    return null
  }

  #moved({ isIntersecting, target, boundingClientRect }) {
    if (isIntersecting) this.#take(target)
    else this.#putAway(target, boundingClientRect.height)
  }

  #putAway(page, height) {
    if (this.#away.has(page) || !height || page.contains(document.activeElement) || page.querySelector("voice-note[playing]")) return
    page.style.blockSize = `${height}px`
    const lines = document.createDocumentFragment()
    lines.append(...page.childNodes)
    this.#away.set(page, lines)
  }

  #take(page) {
    const lines = this.#away.get(page)
    if (!lines) return
    this.#away.delete(page)
    this.reading.keep(() => {
      page.append(lines)
      page.style.blockSize = ""
      tickAll(page, this.log.header)
      this.#patch(page)
    })
  }

  #patch(block) {
    for (const [id, line] of this.#changed)
      for (const quote of block.querySelectorAll(`[data-quote="${id.replace("message-", "")}"]`)) quote.querySelector(".quote__text").textContent = textOf(line)
  }
}

// What somebody wrote, without what he quoted.
export function textOf(line) {
  if (line.hasAttribute("data-redacted")) return say("redacted")
  const text = line.querySelector(".message__text")?.cloneNode(true)
  text?.querySelector(".quote")?.remove()
  const files = [...line.querySelectorAll(".attachment__name, [data-picture]")].map((file) => file.dataset.picture ?? file.textContent)
  return text?.textContent.trim() || files.join(", ") || (line.querySelector("voice-note") ? say("voice_note") : "")
}

const fromOf = (block) => Number(block.dataset.from ?? 0) || seqOf([...block.children].find(isLine))
const toOf = (block) => Number(block.dataset.to ?? 0) || seqOf(lastLine(block))

function beforeMarks(node) {
  while (node.previousElementSibling?.classList.contains("day")) node = node.previousElementSibling
  return node
}

// Screen readers are told of what comes, and not of what one goes back to.
function emptyPage() {
  const page = document.createElement("div")
  page.className = "log__page"
  page.setAttribute("aria-live", "off")
  return page
}
