import { parse } from "lib/http"
import { outbox, tab } from "lib/outbox"

const BACK = ["stale", "failed"]

// Messages of a ticket that came back, those behind them too, so that the order stays; taken out of the outbox. Only the tab that
// wrote them asks, or (`all`) one that opens the ticket anew.
export function returned(ticket, { all }) {
  const mine = outbox.of(ticket)
  const back = mine.find((item) => BACK.includes(item.state) && (all || item.tab === tab))
  if (!back) return { items: [] }
  const line = mine.filter(({ mode }) => mode === back.mode)
  const items = line.map(({ client_id }) => outbox.take(client_id)).filter(Boolean)
  return { items, problem: back.problem, missed: back.state === "stale" ? missedIn(back.missed) : null }
}

// The messages that came in the way, and the last of them in which somebody says something; where nobody does, what happened.
function missedIn(html) {
  const answer = parse(html)
  answer.querySelector("[data-sentence]").remove()
  const lines = document.createElement("div")
  lines.append(answer)
  return { html: lines.innerHTML, last: [...lines.querySelectorAll(".message")].at(-1) ?? [...lines.querySelectorAll(".happening")].at(-1) }
}
