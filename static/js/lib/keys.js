import { tell } from "lib/bus"
import { element, keysOf, mark } from "lib/keymap"

const SEQUENCE_WITHIN = 1_500

const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=combobox]")
const blocked = () => document.querySelector("dialog:modal")
const singles = () => document.body.dataset.singleKeys !== "off"

let begun = ""
let forget

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return
  if (isPaletteKey(event)) return palette(event)
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || blocked()) return
  if (isStep(event)) return act(event, event.key === "ArrowDown" ? "move:1" : "move:-1")
  const pressed = keysOf(event)
  // A key that types nothing disturbs nobody who speaks to his browser; the others may be switched off (WCAG 2.1.4).
  if (!pressed || (!singles() && pressed.length === 1)) return
  if (!singles() && pressed.startsWith("Shift+")) return
  const keys = begun + pressed
  end()
  if (begins(keys) && !event.repeat) return begin(event, keys)
  const entry = mark(keys)
  if (entry) act(event, entry.does, keys)
})

const isPaletteKey = ({ ctrlKey, metaKey, altKey, shiftKey, code, key }) =>
  (ctrlKey || metaKey) && !altKey && !shiftKey && (code === "KeyK" || key.toLowerCase() === "k")

const isStep = ({ key, target }) => (key === "ArrowDown" || key === "ArrowUp") && target.closest?.(".ticket-row, .hit__line")

const begins = (keys) => document.querySelector(`#keys [data-keys^="${CSS.escape(keys)} "]`)

function begin(event, keys) {
  event.preventDefault()
  begun = `${keys} `
  forget = setTimeout(end, SEQUENCE_WITHIN)
}

function end() {
  begun = ""
  clearTimeout(forget)
}

function act(event, does, keys) {
  const [name, what] = does.split(":")
  if (name === "itself" || (event.repeat && name !== "move")) return
  const done = ACTS[name || "press"](what ?? keys, keys)
  if (done !== false) event.preventDefault()
}

const ACTS = {
  move: (step) => tell("move", { step: Number(step) }),
  sheet: () => document.getElementById("keys").showModal(),
  search: () => tell("search"),
  palette: () => tell("palette"),
  go: (place, keys) => follow(place === "department" ? department(Number(keys.at(-1))) : `[data-key="${place}"]`),
  press: (keys) => press(element(keys)),
}

const department = (number) => document.querySelectorAll('#nav [data-key^="department-"]')[number - 1]

function follow(link) {
  const found = typeof link === "string" ? document.querySelector(`#nav ${link}`) : link
  return found ? found.click() : false
}

function press(found) {
  if (!found) return false
  if (found.matches("input, textarea")) found.focus()
  else found.click()
}

function palette(event) {
  event.preventDefault()
  tell("palette")
}
