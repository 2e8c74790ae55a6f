// Where one begins, in the order of wishes: at what is wrong, in the field, else at whatever can be pressed.
const FIRST = [
  '[aria-invalid="true"]',
  "[data-first]",
  '[role="combobox"]',
  "choice-list [aria-current]",
  "choice-list button",
  "select, input:not([type=hidden]), textarea",
  "button",
]

// <act-dialog><dialog>: shows whatever htmx puts into the dialog; shuts when the form inside has been accepted.
class ActDialog extends HTMLElement {
  connectedCallback() {
    this.off = new AbortController()
    const { signal } = this.off
    document.addEventListener("htmx:after:swap", this.#show, { signal })
    document.addEventListener("htmx:after:request", this.#shut, { signal })
    this.addEventListener("click", this.#cancel, { signal })
    this.addEventListener("keydown", this.#send, { signal })
  }

  disconnectedCallback() {
    this.off.abort()
  }

  get #dialog() {
    return this.firstElementChild
  }

  #show = ({ detail }) => {
    if (this.contains(detail.ctx.sourceElement)) this.#return()
    if (detail.ctx.target !== this.#dialog || !this.#dialog.childElementCount) return
    if (!this.#dialog.open) this.#dialog.showModal()
    const found = FIRST.map((what) => this.#dialog.querySelector(what))
    found.find(Boolean)?.focus()
  }

  #shut = ({ detail }) => {
    const { sourceElement, response } = detail.ctx
    // What leads to another step of the same dialog has ended nothing.
    if (detail.ctx.target === this.#dialog && detail.ctx.request.method === "GET") return
    // What changed meanwhile is shown in the page itself; after any other refusal one goes on here.
    const refused = response.status >= 400 && response.status !== 409
    if (refused || !this.contains(sourceElement)) return
    this.#dialog.close()
    this.#return()
  }

  // What the focus would go back to may be gone, with the ticket that was open before.
  #return() {
    const lost = () => !this.#dialog.open && document.activeElement === document.body
    setTimeout(() => lost() && document.getElementById("conversation")?.focus())
  }

  // As in the composer: a text is sent without leaving the keyboard.
  #send = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form")?.requestSubmit()
  }

  #cancel = ({ target }) => {
    if (target.closest("[data-shut]") || target === this.#dialog) this.#dialog.close()
  }
}

customElements.define("act-dialog", ActDialog)
