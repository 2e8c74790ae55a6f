// Where a browser gives no IndexedDB, or no more of it: memory, with a copy of the texts in localStorage.
export class Pocket {
  constructor(memory, records) {
    this.memory = memory
    this.records = new Map()
    for (const record of [...records, ...(memory.get("pocket") || [])]) this.records.set(record.order, record)
  }

  async all() {
    return [...this.records.values()].sort((a, b) => a.order - b.order)
  }

  async put(record) {
    const order = record.order ?? Math.max(Date.now(), ...this.records.keys()) + 1
    this.records.set(order, { ...record, order })
    this.#copy()
    return order
  }

  async remove({ order }) {
    this.records.delete(order)
    this.#copy()
  }

  async empty() {
    this.records.clear()
    this.#copy()
  }

  #copy() {
    const light = record => ({ ...record, files: record.files.filter(file => file.key).map(file => ({ ...file, blob: null })) })
    this.memory.set({ pocket: [...this.records.values()].map(light) })
  }
}
