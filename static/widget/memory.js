// What this browser remembers of one site: the visitor's token, the conversation, the draft. In localStorage, because a
// conversation has to survive a reload; where that is closed to us, in memory until the page goes.
export class Memory {
  #kept = new Map()

  constructor(site) {
    this.name = `helpdesk:${site}`
  }

  get(key) {
    const all = this.#read()
    return Object.hasOwn(all, key) ? all[key] : undefined
  }

  // Read again before each write: another tab may have written its own keys meanwhile.
  set(changes) {
    const all = { __proto__: null, ...this.#read(), ...changes }
    this.#write(this.name, JSON.stringify(all))
  }

  get draft() {
    return this.#item(`${this.name}:draft`) || ""
  }

  set draft(text) {
    text ? this.#write(`${this.name}:draft`, text) : this.#remove(`${this.name}:draft`)
  }

  forget() {
    this.#remove(this.name)
    this.#remove(`${this.name}:draft`)
  }

  #read() {
    try {
      const all = JSON.parse(this.#item(this.name))
      return all && typeof all === "object" ? all : {}
    } catch {
      return {}
    }
  }

  #item(name) {
    try {
      return localStorage.getItem(name) ?? this.#kept.get(name) ?? null
    } catch {
      return this.#kept.get(name) ?? null
    }
  }

  #write(name, text) {
    this.#kept.set(name, text)
    try {
      localStorage.setItem(name, text)
    } catch {
      // Full or forbidden: what is kept in memory has to do.
    }
  }

  #remove(name) {
    this.#kept.delete(name)
    try {
      localStorage.removeItem(name)
    } catch {
      // Nothing was kept there.
    }
  }
}

// crypto.randomUUID and navigator.locks exist only on secure pages; a bank's intranet may be plain http.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return [...bytes].map((byte, at) => (at === 4 || at === 6 || at === 8 || at === 10 ? "-" : "") + byte.toString(16).padStart(2, "0")).join("")
}

export function pause(milliseconds) {
  return new Promise(done => setTimeout(done, milliseconds))
}

// Half to one and a half of the step, so that many browsers do not come back in one wave.
export function backoff(attempt, { first = 1000, most = 30_000 } = {}) {
  return Math.min(most, first * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random())
}
