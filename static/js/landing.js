// The page's own invitation opens the same chat as the button in the corner.
const button = document.querySelector("[data-chat]")
const script = document.querySelector("script[data-site]")
const ready = () => (button.disabled = false)

button.addEventListener("click", () => window.HelpdeskWidget?.open())
if (window.HelpdeskWidget) ready()
else script.addEventListener("load", ready, { once: true })
