import { hear, tell } from "lib/bus"
import { SignedOut, ask, token } from "lib/http"
import { outbox, tab } from "lib/outbox"
import { backoff, pause } from "lib/timing"
import { say } from "lib/words"

const LATER = [408, 425, 429]
const SENTENCES = [413, 422]
const LONGEST_SLEEP = 60_000

let running = false
let stopped = false
let tries = 0
let wake = () => {}
let timer

// Brings the outbox to the server, whichever ticket is on the screen: messages of one ticket one after the other. The same
// message again has the same client_id, so the server stores it once however often it has to be sent.
export function post(item) {
  hurry(item.ticket)
  outbox.add({ ...item, tab, state: "" })
  run()
}

// What waits for a change of mind goes at once: he has gone on to the next message, or to another ticket.
export function hurry(ticket) {
  for (const { client_id, due } of outbox.of(ticket)) if (due > Date.now()) outbox.change(client_id, { due: 0 })
  run()
}

async function run() {
  clearTimeout(timer)
  if (running || stopped) return
  running = true
  for (let item; (item = next()) && !stopped; ) {
    const answered = await alone(() => send(item.client_id))
    if (answered) tries = 0
    else await Promise.race([pause(backoff(tries++)), new Promise((resolve) => (wake = resolve))])
  }
  running = false
  sleep()
}

// The first of its ticket and kind, and due.
function next() {
  const before = new Set()
  for (const item of outbox.items) {
    const line = `${item.ticket} ${item.mode}`
    if (!before.has(line) && item.due <= Date.now() && !["stale", "failed"].includes(item.state)) return item
    before.add(line)
  }
}

function sleep() {
  clearTimeout(timer)
  const due = outbox.items.filter(({ state }) => !state).map((item) => item.due)
  if (due.length) timer = setTimeout(run, Math.min(Math.max(Math.min(...due) - Date.now(), 0), LONGEST_SLEEP))
}

// One tab at a time, where the browser can say so; where it cannot, the server stores it once all the same.
const alone = (act) => (navigator.locks ? navigator.locks.request("desk-outbox", act) : act())

async function send(id) {
  const item = outbox.get(id)
  if (!item) return true
  try {
    const response = await ask(item.to, { method: "POST", body: form(item) })
    if (response.status >= 500 || LATER.includes(response.status)) return waits(item)
    settle(item, response, await response.text())
    return true
  } catch (error) {
    stopped ||= error instanceof SignedOut
    return waits(item)
  }
}

function settle(item, { ok, status }, text) {
  if (ok) return arrived(item, text)
  const problem = SENTENCES.includes(status) ? text : say(status === 404 ? "lost_right" : "error")
  if (status === 409) outbox.change(item.client_id, { state: "stale", missed: text })
  else outbox.change(item.client_id, { state: "failed", problem })
  if (shown() !== item.ticket) tell("toast", { text: say("not_sent", { ticket: item.ticket }) })
}

function arrived(item, html) {
  outbox.take(item.client_id)
  if (shown() !== item.ticket) return
  tell("written", { html })
  tell("catch-up")
}

function waits(item) {
  if (outbox.get(item.client_id)?.state === "") outbox.change(item.client_id, { state: "waiting" })
  return false
}

const shown = () => document.querySelector("message-log")?.getAttribute("ticket")

export function form({ client_id, text, files, seen_seq, quote, draft, canned, resolve, mode }) {
  const body = new FormData()
  const values = { client_id, text, seen_seq, reply_to: quote?.client_id, draft, resolve: mode === "reply" && resolve ? "on" : "" }
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== "") body.append(name, value)
  for (const { key } of files) body.append("attachments", key)
  for (const id of canned ?? []) body.append("canned", id)
  return body
}

// Leaving the page sends what was still waiting for a change of mind; it stays in the outbox until an answer is heard.
addEventListener("pagehide", () => {
  for (const item of outbox.items.filter(({ state, due, tab: from }) => !state && due > Date.now() && from === tab)) {
    outbox.change(item.client_id, { due: 0 })
    fetch(item.to, { method: "POST", body: form(item), headers: { "X-CSRFToken": token() }, keepalive: true }).catch(() => {})
  }
})

addEventListener("online", () => (wake(), run()))
hear(document, { welcome: () => (wake(), run()), reached: () => (wake(), run()), outbox: () => running || sleep() })
run()
