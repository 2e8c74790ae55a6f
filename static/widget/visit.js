const EVERY = 2000

// The page the customer is on. The host's own functions stay as they are: where the browser has no navigation events, a
// look every two seconds while the chat is open has to do. Query and fragment may hold secrets and stay here.
export class Visit {
  #told = ""
  #timer = 0

  constructor(tell, allowed) {
    Object.assign(this, { tell, allowed })
    window.navigation?.addEventListener?.("navigatesuccess", () => setTimeout(() => this.look()))
  }

  // The number before the title is ours (see news.js), not the page's.
  get page() {
    if (!this.allowed()) return null
    return { url: location.origin + location.pathname, title: document.title.replace(/^\(\d+\+?\) /, "").slice(0, 300) }
  }

  look() {
    const { page } = this
    if (page && page.url !== this.#told && this.tell(page)) this.#told = page.url
  }

  watch(on) {
    clearInterval(this.#timer)
    if (!on) return
    this.look()
    this.#timer = setInterval(() => this.look(), EVERY)
  }
}
