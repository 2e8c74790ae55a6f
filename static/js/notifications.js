import htmx from "htmx"
import "lib/requests"
import "elements/delivery-chart"
import "elements/desk-toast"
import "elements/local-time"
import "lib/tabs"

export { htmx }
