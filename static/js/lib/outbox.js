import { tell } from "lib/bus"
import { newId } from "lib/ids"
import { load, save, watch } from "lib/store"

const KEY = "outbox"

// Which tab wrote a message: that one gets it back when it cannot be sent.
export const tab = newId()

// Messages on their way, of all tickets, kept in this browser until the server has them: a reload or a crash loses none.
// An item: client_id, ticket, mode, text, files, quote, canned, seen_seq, draft, resolve, and where it goes; `due` is when it
// leaves, `state` is "" while it waits for that, then "waiting" (for the network), "stale" or "failed".
export const outbox = {
  get items() {
    return load(KEY, [])
  },

  of(ticket) {
    return this.items.filter((item) => item.ticket === ticket)
  },

  get(id) {
    return this.items.find(({ client_id }) => client_id === id)
  },

  add(item) {
    write([...this.items, item])
  },

  change(id, changes) {
    write(this.items.map((item) => (item.client_id === id ? { ...item, ...changes } : item)))
  },

  // Whoever takes it has it alone; null when it is gone already.
  take(id) {
    const item = this.get(id) ?? null
    if (item) write(this.items.filter(({ client_id }) => client_id !== id))
    return item
  },
}

function write(items) {
  save(KEY, items.length ? items : null)
  tell("outbox")
}

watch(KEY, () => tell("outbox"))
