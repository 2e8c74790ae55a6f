import { tell } from "lib/bus"

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]")
const blocked = () => document.querySelector("dialog:modal")

// The key that stands on the button, whatever layout the keyboard has: on a Russian one "T" types "Е".
function letter({ key, code }) {
  if (/^[a-z?]$/i.test(key)) return key.toUpperCase()
  return code.startsWith("Key") ? code.slice(3) : key
}

const shown = (element) => element.offsetParent !== null
const wanted = (name) => [...document.querySelectorAll(`[aria-keyshortcuts="${name}"]`)]

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (typing(event.target) || blocked()) return
  const key = letter(event)
  if (key === "J" || key === "K") return move(event, key === "J" ? 1 : -1)
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest?.(".ticket-row"))
    return move(event, event.key === "ArrowDown" ? 1 : -1)
  const found = wanted(key === "?" ? "Shift+?" : key)
  const button = found.find(shown) ?? found[0]
  if (!button || (event.shiftKey && key !== "?")) return
  event.preventDefault()
  button.click()
})

function move(event, step) {
  event.preventDefault()
  tell("move", { step })
}
