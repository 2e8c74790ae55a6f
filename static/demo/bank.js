// What a bank's own front-end would do: a button opens our chat with the payment that it stands beside, signed by the bank;
// another one our form for whoever would like an offer.
const script = document.querySelector("script[data-site]")

document.addEventListener("click", event => {
  const { card, signature, lead, title, text } = event.target.closest("[data-card], [data-lead]")?.dataset || {}
  if (card) whenThere(widget => widget.ask(JSON.parse(card), signature))
  if (lead) whenThere(widget => widget.lead({ title, text, source: lead }))
})

function whenThere(call) {
  if (window.HelpdeskWidget) call(window.HelpdeskWidget)
  else script.addEventListener("load", () => call(window.HelpdeskWidget), { once: true })
}
