// News between the tabs of one visitor. A browser without BroadcastChannel hears the same from the server, a little later.
export class Tabs {
  #channel
  #listeners = new Map()

  constructor(name) {
    this.#channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null
    this.#channel?.addEventListener("message", ({ data }) => this.#listeners.get(data?.kind)?.(data))
  }

  on(kind, listener) {
    this.#listeners.set(kind, listener)
  }

  tell(kind, news) {
    this.#channel?.postMessage({ ...news, kind })
  }
}
