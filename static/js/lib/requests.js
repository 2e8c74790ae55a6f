import { tell } from "lib/bus"
import { token } from "lib/http"
import { say } from "lib/words"

const REFUSALS = { 401: "signed-out", 403: "forbidden", 404: "gone", 429: "too_many" }

// What all requests of htmx share: our token, and what is said when one fails.
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
  const { status, raw } = detail.ctx.response
  if (status === 409 || status === 422) return
  if (status === 401) return tell("signed-out")
  const ticket = status === 404 && new URL(raw.url).pathname.match(/^\/desk\/tickets\/\d+\//)
  tell("toast", { text: say(ticket ? "lost_right" : (REFUSALS[status] ?? "error")) })
})

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx) tell("toast", { text: say("network") })
})

document.addEventListener("htmx:after:request", ({ detail }) => {
  const { request, response } = detail.ctx
  if (request.method !== "GET" && response.status < 500) tell("catch-up")
})
