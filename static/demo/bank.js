// What a bank's own front-end would do: its button opens our chat with the payment that it stands beside, signed by the bank.
const script = document.querySelector("script[data-site]")

document.addEventListener("click", event => {
  const button = event.target.closest("[data-card]")
  if (button) ask(JSON.parse(button.dataset.card), button.dataset.signature)
})

function ask(card, signature) {
  const call = () => window.HelpdeskWidget.ask(card, signature)
  if (window.HelpdeskWidget) call()
  else script.addEventListener("load", call, { once: true })
}
