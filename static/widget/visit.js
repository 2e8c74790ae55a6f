const EVERY = 2000

// The page the customer is on. The host's own functions stay as they are: where the browser has no navigation events, a
// look every two seconds while the chat is open has to do. What the site does not name of the query may be a
// secret and stays here, as the fragment does.
export class Visit {
  #timer = 0
  told = ""

  constructor(tell, reception) {
    Object.assign(this, { tell, reception })
    window.navigation?.addEventListener?.("navigatesuccess", () => setTimeout(() => this.look()))
  }

  // The number before the title is ours (see news.js), not the page's.
  get page() {
    const { maySeePages, look } = this.reception
    if (!maySeePages) return null
    const kept = [...new URLSearchParams(location.search)].filter(([name]) => look.page_parameters?.includes(name))
    const query = kept.length ? `?${new URLSearchParams(kept)}` : ""
    return { url: location.origin + location.pathname + query, title: document.title.replace(/^\(\d+\+?\) /, "").slice(0, 300) }
  }

  look() {
    const { page } = this
    if (page && page.url !== this.told && this.tell(page)) this.told = page.url
  }

  watch(on) {
    clearInterval(this.#timer)
    if (!on) return
    this.look()
    this.#timer = setInterval(() => this.look(), EVERY)
  }
}
