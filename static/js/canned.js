import htmx from "htmx"
import { token } from "lib/http"
import "elements/act-dialog"
import "elements/canned-form"
import "elements/desk-toast"
import "elements/local-time"

document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.headers["X-CSRFToken"] = token()
})

export { htmx }
