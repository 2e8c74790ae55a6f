import { part } from "./dom.js"
import { pause } from "./memory.js"

const PATIENT = 3000
const STORE = "outbox"

// Where unsent messages lie until the server has them: IndexedDB, files included. Where that is closed to us, memory with a
// copy of the texts in localStorage.
export class Drawer {
  #opening

  constructor(memory) {
    this.memory = memory
    this.#opening = this.#open()
  }

  async all() {
    return (await this.#opening).all()
  }

  async put(record) {
    const shelf = await this.#opening
    try {
      record.order = await shelf.put(record)
    } catch {
      this.#opening = this.#pocket(await shelf.all().catch(() => []))
      record.order = await (await this.#opening).put(record)
    }
    return record
  }

  async remove(record) {
    return (await this.#opening).remove(record)
  }

  async empty() {
    return (await this.#opening).empty()
  }

  async #open() {
    try {
      return new Shelf(await Promise.race([database(this.memory.name), late()]))
    } catch {
      return this.#pocket([])
    }
  }

  async #pocket(records) {
    for (;;) {
      try {
        const { Pocket } = await part("pocket")
        return new Pocket(this.memory, records)
      } catch {
        await pause(PATIENT)
      }
    }
  }
}

class Shelf {
  constructor(db) {
    this.db = db
  }

  all() {
    return this.#do("readonly", store => store.getAll())
  }

  // The key is given by the database, so two tabs agree on what was written first.
  put(record) {
    return this.#do("readwrite", store => store.put(record))
  }

  remove({ order }) {
    return this.#do("readwrite", store => store.delete(order))
  }

  empty() {
    return this.#do("readwrite", store => store.clear())
  }

  #do(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(STORE, mode)
      const request = work(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
  }
}

function database(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { __proto__: null, keyPath: "order", autoIncrement: true })
    request.onsuccess = () => resolve(request.result)
    request.onerror = request.onblocked = () => reject(request.error)
  })
}

// Some browsers leave the request hanging for ever; a customer who writes cannot wait for that.
function late() {
  return new Promise((_, reject) => setTimeout(reject, 3000))
}
