import htmx from "htmx"
import { tell } from "lib/bus"
import { token } from "lib/http"
import { say } from "lib/words"
import "lib/app"
import "lib/keys"
import "elements/act-dialog"
import "elements/author-name"
import "elements/canned-form"
import "elements/choice-list"
import "elements/colleague-notice"
import "elements/command-palette"
import "elements/combo-box"
import "elements/desk-live"
import "elements/desk-notify"
import "elements/desk-toast"
import "elements/file-size"
import "elements/followed-news"
import "elements/happening-line"
import "elements/kept-notes"
import "elements/language-name"
import "elements/local-time"
import "elements/merged-talk"
import "elements/message-log"
import "elements/message-menu"
import "elements/photo-box"
import "elements/queue-list"
import "elements/reply-composer"
import "elements/say-word"
import "elements/search-results"
import "elements/side-panel"
import "elements/ticket-viewers"
import "elements/zone-clock"

const REFUSALS = { 401: "signed-out", 403: "forbidden", 404: "lost_right", 429: "too_many" }

document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.headers["X-CSRFToken"] = token()
})

// A request that was led to the sign-in page brings a page we must not put into this one.
document.addEventListener("htmx:before:response", (event) => {
  if (!event.detail.ctx.response.raw.redirected) return
  event.preventDefault()
  tell("signed-out")
})

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response
  if (status === 409 || status === 422) return
  if (status === 401) return tell("signed-out")
  tell("toast", { text: say(REFUSALS[status] ?? "error") })
})

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx) tell("toast", { text: say("network") })
})

document.addEventListener("htmx:after:request", ({ detail }) => {
  const { request, response } = detail.ctx
  if (request.method !== "GET" && response.status < 500) tell("catch-up")
})

// Only one menu is open at a time, and a chosen item closes it.
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest?.(".menu__item")
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (chosen || !menu.contains(target)) menu.open = false
})

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return
  const menu = document.querySelector("details.menu[open]")
  if (menu) menu.open = false
  menu?.querySelector("summary").focus()
})

export { htmx }
