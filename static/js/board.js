import htmx from "htmx"
import "lib/menus"
import "lib/requests"
import "elements/act-dialog"
import "elements/choice-list"
import "elements/desk-live"
import "elements/desk-toast"
import "elements/live-board"
import "elements/local-time"
import "elements/own-presence"
import "elements/sla-clock"

export { htmx }
