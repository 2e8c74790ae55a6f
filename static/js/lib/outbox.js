// Messages on their way, kept in this browser until the server has them, so that a reload in the middle loses none.
export class Outbox {
  constructor(ticket) {
    this.key = `desk:outbox:${ticket}`
  }

  get items() {
    return JSON.parse(read(this.key) ?? "[]")
  }

  add(item) {
    write(this.key, JSON.stringify([...this.items, item]))
  }

  remove(id) {
    const rest = this.items.filter((item) => item.client_id !== id)
    write(this.key, rest.length ? JSON.stringify(rest) : "")
  }
}

export class Draft {
  constructor(ticket) {
    this.key = (mode) => `desk:draft:${ticket}:${mode}`
  }

  load(mode) {
    return read(this.key(mode)) ?? ""
  }

  keep(mode, text) {
    write(this.key(mode), text)
  }
}

// A browser may refuse storage; writing must go on without it.
function read(key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return memory.get(key) ?? null
  }
}

function write(key, value) {
  memory.set(key, value)
  try {
    value ? localStorage.setItem(key, value) : localStorage.removeItem(key)
  } catch {
    // Full or forbidden: memory has it.
  }
}

const memory = new Map()
