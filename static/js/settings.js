import htmx from "htmx"
import "elements/copy-text"
import "elements/local-time"
import "elements/more-rows"
import "elements/notify-permission"
import "elements/push-switch"
import "elements/own-zone"
import "elements/site-preview"
import "elements/week-hours"
import "lib/tabs"

// The sum of what is wrong is read first.
document.getElementById("errors")?.focus()

export { htmx }
