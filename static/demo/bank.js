// What a bank's own front-end would do: its button opens our chat with a first sentence.
const script = document.querySelector("script[data-site]")

document.addEventListener("click", event => {
  const button = event.target.closest("[data-ask]")
  if (button) ask(button.dataset.ask)
})

function ask(text) {
  const open = () => window.HelpdeskWidget.open({ text })
  if (window.HelpdeskWidget) open()
  else script.addEventListener("load", open, { once: true })
}
