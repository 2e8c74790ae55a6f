const EVERY = 2000

// The page the customer is on. The host's own functions stay as they are: where the browser has no navigation events, a
// look every two seconds while the chat is open has to do. Query and fragment may hold secrets and stay here.
export class Visit {
  #told = ""
  #timer = 0

  constructor(tell) {
    this.tell = tell
    const look = () => setTimeout(() => this.look())
    window.addEventListener("popstate", look)
    window.navigation?.addEventListener?.("navigatesuccess", look)
  }

  get page() {
    return { url: location.origin + location.pathname, title: document.title.slice(0, 300) }
  }

  look() {
    const { page } = this
    if (page.url === this.#told) return
    this.#told = page.url
    this.tell(page)
  }

  watch(on) {
    clearInterval(this.#timer)
    if (!on) return
    this.look()
    this.#timer = setInterval(() => this.look(), EVERY)
  }
}
