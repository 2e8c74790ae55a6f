// The line above the text that says which message is answered; the message's own menu asks for it by the event
// `quote-message` with {client_id, author, text, visibility}.
export class Quoting {
  constructor(chip, { changed }) {
    this.chip = chip
    chip.querySelector("button").onclick = () => {
      this.show(null)
      changed(null)
    }
  }

  show(quote) {
    const here = quote?.client_id ? quote : null
    if (here?.client_id === this.current?.client_id && this.chip.hidden === !here) return
    this.current = here
    this.chip.hidden = !here
    const [author, text] = this.chip.querySelectorAll("b, span")
    author.textContent = here?.author ?? ""
    text.textContent = (here?.text ?? "").replace(/\s+/g, " ").slice(0, 200)
  }
}
