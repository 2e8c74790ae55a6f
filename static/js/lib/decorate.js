import { isLine, lineAfter, lineBefore, linesBackwards } from "lib/lines"
import { dayKey, dayName } from "lib/times"
import { say } from "lib/words"

const FOLLOWS_WITHIN = 5 * 60_000

// What depends on the neighbours or on the reader, and so cannot be in the HTML that all readers share: days, who follows
// himself, how far the customer has read. Each line is dressed when it comes, so that ten thousand cost no more than one.
export function dress(line) {
  const previous = lineBefore(line)
  const newDay = !previous || dayKey(at(previous)) !== dayKey(at(line))
  const known = marksBefore(line).find((mark) => !mark.matches(".day--new"))
  if (known && !newDay) known.remove()
  if (!known && newDay) firstOf(line).before(mark("day", dayName(at(line))))
  line.classList.toggle("message--follow", !marksBefore(line).length && follows(line, previous))
}

export function dressAll(block) {
  for (const line of block.children) if (isLine(line)) dress(line)
}

// A line has come in between: the one after it has another neighbour now.
export function dressAround(line) {
  dress(line)
  const next = lineAfter(line)
  if (next) dress(next)
}

// The first of the customer's lines that nobody has read yet gets the mark above it.
export function markNew(log, read) {
  let first = null
  for (const line of linesBackwards(log)) {
    if (line.dataset.place && Number(line.dataset.place) <= read) break
    if (line.dataset.authorKind === "customer") first = line
  }
  return first && markAt(first)
}

export function markAt(line) {
  const known = mark("day day--new", say("new"))
  line.before(known)
  line.classList.remove("message--follow")
  return known
}

// How far the customer has come moves on only: whoever finds a line that was read already is through.
export function tick(log, header) {
  for (const line of linesBackwards(log)) if (tickLine(line, header) === "was read") return
}

export function tickAll(block, header) {
  for (const line of block.children) if (isLine(line)) tickLine(line, header)
}

function tickLine(line, { dataset }) {
  const ticks = line.matches(".message--ours") && line.querySelector("message-ticks")
  if (!ticks) return
  const place = Number(line.dataset.place)
  const state = place <= Number(dataset.read) ? "read" : place <= Number(dataset.delivered) ? "delivered" : "sent"
  if (ticks.dataset.state === "read") return "was read"
  if (ticks.dataset.state === state) return
  ticks.dataset.state = state
  ticks.replaceChildren(document.getElementById(`ticks-${state}`).content.cloneNode(true))
}

const at = (line) => new Date(line.dataset.at)

function marksBefore(line) {
  const marks = []
  for (let node = line.previousElementSibling; node?.classList.contains("day"); node = node.previousElementSibling) marks.push(node)
  return marks
}

const firstOf = (line) => marksBefore(line).at(-1) ?? line

function mark(kind, text) {
  const line = document.createElement("p")
  line.className = kind
  line.textContent = text
  return line
}

function follows(line, previous) {
  if (!previous || !isSaid(line) || !isSaid(previous) || at(line) - at(previous) > FOLLOWS_WITHIN) return false
  return line.dataset.authorKind === previous.dataset.authorKind && line.dataset.authorId === previous.dataset.authorId
}

const isSaid = (line) => line.matches(".message:not(.message--note)")
