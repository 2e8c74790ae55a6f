import { tell } from "lib/bus"
import { dressAround, tick } from "lib/decorate"
import { unpressed } from "lib/exchanging"
import { isLine, linesBackwards, seqOf } from "lib/lines"

// Each line at its place: one that is there is replaced, one of a part that is not shown waits for its page. What is new here
// is returned.
export function place(line, { log, pages }) {
  const known = pages.find(line.id)
  if (known && isLine(known)) return void unpressed(known, () => replace(pages.find(line.id), line, { log, pages }))
  known?.remove()
  const { before, after } = neighbours(log, seqOf(line))
  const joins = before ? before.parentElement === log : !log.querySelector(":scope > .log__older")
  if (after && !joins) return null
  log.insertBefore(line, after ? marksOf(after) : log.querySelector(":scope > .message--sending, :scope > .message--typing"))
  dressAround(line)
  tick(log, log.header)
  return line
}

function neighbours(log, seq) {
  let after = null
  for (const line of linesBackwards(log)) {
    if (seqOf(line) < seq) return { before: line, after }
    after = line
  }
  return { before: null, after }
}

function marksOf(line) {
  while (line.previousElementSibling?.matches(".day")) line = line.previousElementSibling
  return line
}

function replace(known, line, { log, pages }) {
  // While it was pressed, all of it may have gone from the screen.
  if (!known || !log.isConnected || Number(known.dataset.version) >= Number(line.dataset.version)) return
  const focused = known.contains(document.activeElement)
  if (saysTheSame(known, line)) renewMarks(known, line)
  else {
    line.classList.toggle("message--follow", known.matches(".message--follow"))
    known.replaceWith(line)
    tick(log, log.header)
    pages.renewQuotes(line)
  }
  const now = known.isConnected ? known : line
  if (focused && !now.contains(document.activeElement)) now.focus({ preventScroll: true })
  tell("line-changed", { id: line.id })
}

const saysTheSame = (known, line) => ["edited", "redacted", "struck", "heard"].every((mark) => known.dataset[mark] === line.dataset[mark])

// Only the emoji under it changed: the picture is not loaded anew, nor the voice note begun again.
function renewMarks(known, line) {
  known.dataset.version = line.dataset.version
  const old = known.querySelector("emoji-marks")
  const marks = line.querySelector("emoji-marks")
  if (old && marks) return old.replaceWith(marks)
  old?.remove()
  if (!marks) return
  const meta = known.querySelector(".message__body > .message__meta")
  if (meta) meta.before(marks)
  else known.append(marks)
}
