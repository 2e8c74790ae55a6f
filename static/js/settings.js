import htmx from "htmx"
import "elements/copy-text"
import "elements/local-time"
import "elements/more-rows"
import "elements/notify-permission"
import "elements/push-switch"
import "elements/own-zone"
import "elements/site-preview"
import "elements/week-hours"

// On a phone the tabs are longer than the screen.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" })
// The sum of what is wrong is read first.
document.getElementById("errors")?.focus()

export { htmx }
