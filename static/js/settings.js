import htmx from "htmx"
import "elements/copy-text"
import "elements/more-rows"
import "elements/notify-permission"
import "elements/own-zone"
import "elements/site-preview"
import "elements/week-hours"

// The sum of what is wrong is read first.
document.getElementById("errors")?.focus()

export { htmx }
