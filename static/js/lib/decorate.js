import { dayKey, dayName } from "lib/times"
import { say } from "lib/words"

const FOLLOWS_WITHIN = 5 * 60_000

// What depends on the neighbours or on the reader, and so cannot be in the HTML that all readers share: days, the line above
// what is new, who follows himself, and how far the customer has read.
export function decorate(log, header) {
  log.querySelectorAll(":scope > .day").forEach((day) => day.remove())
  const read = Number(log.getAttribute("read"))
  let previous = null
  let fresh = false
  for (const line of log.querySelectorAll(":scope > [data-seq]")) {
    if (!previous || dayKey(at(previous)) !== dayKey(at(line))) line.before(mark("day", dayName(at(line))))
    if (!fresh && Number(line.dataset.place) > read && line.dataset.authorKind === "customer") {
      fresh = true
      line.before(mark("day day--new", say("new")))
    }
    line.classList.toggle("message--follow", follows(line, previous))
    tick(line, header)
    previous = line
  }
}

const at = (line) => new Date(line.dataset.at)

function mark(kind, text) {
  const line = document.createElement("p")
  line.className = kind
  line.textContent = text
  return line
}

function follows(line, previous) {
  if (!previous || !line.matches(".message:not(.message--note)") || !previous.matches(".message:not(.message--note)")) return false
  if (line.previousElementSibling !== previous || at(line) - at(previous) > FOLLOWS_WITHIN) return false
  return line.dataset.authorKind === previous.dataset.authorKind && line.dataset.authorId === previous.dataset.authorId
}

function tick(line, header) {
  const ticks = line.querySelector("message-ticks")
  if (!ticks || !line.matches(".message--ours")) return
  const seq = Number(line.dataset.place)
  const state = seq <= Number(header.dataset.read) ? "read" : seq <= Number(header.dataset.delivered) ? "delivered" : "sent"
  if (ticks.dataset.state === state) return
  ticks.dataset.state = state
  ticks.replaceChildren(document.getElementById(`ticks-${state}`).content.cloneNode(true))
}
