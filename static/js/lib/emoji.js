import { ask, parse } from "lib/http"
import { load, save } from "lib/store"
import { language, say } from "lib/words"

const ADDRESS = "/desk/emoji/"
const RECENT = 8
const GAP = 8

let picker = null
let settle = () => {}

// One picker for the whole page, fetched when it is first opened: pickEmoji(button) is the chosen emoji, or null.
export async function pickEmoji(anchor) {
  settle(null)
  picker ??= await build()
  if (!picker) return null
  recent()
  picker.querySelector("input").value = ""
  filter("")
  picker.showPopover()
  place(anchor)
  picker.querySelector("input").focus()
  return new Promise((resolve) => (settle = resolve))
}

async function build() {
  const response = await ask(`${ADDRESS}?language=${language}`).catch(() => null)
  if (!response?.ok) return null
  const made = parse(await response.text()).firstElementChild
  document.body.append(made)
  made.addEventListener("click", ({ target }) => target.closest("[data-emoji]") && choose(target.closest("[data-emoji]").dataset.emoji))
  made.addEventListener("keydown", walk)
  made.addEventListener("toggle", ({ newState }) => newState === "closed" && settle(null))
  made.querySelector("input").addEventListener("input", ({ target }) => filter(target.value))
  return made
}

function choose(emoji) {
  save("emoji", [emoji, ...load("emoji", []).filter((each) => each !== emoji)].slice(0, RECENT))
  settle(emoji)
  picker.hidePopover()
}

function recent() {
  const row = picker.querySelector("[data-recent]")
  const known = load("emoji", []).map((emoji) => picker.querySelector(`.emoji__group:not([data-recent]) [data-emoji="${CSS.escape(emoji)}"]`)?.cloneNode(true)).filter(Boolean)
  row.hidden = !known.length
  row.querySelector("div").replaceChildren(...known)
}

function filter(words) {
  const wanted = words.trim().toLowerCase()
  for (const group of picker.querySelectorAll(".emoji__group")) {
    const all = [...group.querySelectorAll("[data-emoji]")]
    for (const one of all) one.hidden = !one.getAttribute("aria-label").toLowerCase().includes(wanted)
    group.hidden = all.every(({ hidden }) => hidden) || (group.matches("[data-recent]") && wanted !== "")
  }
  const none = picker.querySelector("[data-none]")
  none.hidden = [...picker.querySelectorAll(".emoji__group")].some(({ hidden }) => !hidden)
  none.textContent = say("none_emoji", { words })
}

// The arrows go over the field of emoji as the eye sees it; Enter in the search takes the first.
function walk(event) {
  const shown = [...picker.querySelectorAll("[data-emoji]")].filter((one) => one.offsetParent)
  const here = shown.indexOf(document.activeElement)
  if (event.key === "Enter" && here < 0 && shown.length) return event.preventDefault(), choose(shown[0].dataset.emoji)
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: below(shown, here, 1), ArrowUp: below(shown, here, -1) }[event.key]
  if (next === undefined || (here < 0 && event.key !== "ArrowDown")) return
  event.preventDefault()
  if (next < 0) picker.querySelector("input").focus()
  else shown[Math.min(next, shown.length - 1)]?.focus()
}

function below(shown, here, by) {
  if (here < 0) return 0
  const from = shown[here].getBoundingClientRect()
  const rows = by > 0 ? shown.slice(here + 1) : shown.slice(0, here).reverse()
  const other = rows.filter((one) => (one.getBoundingClientRect().top - from.top) * by > 4)
  const top = other[0]?.getBoundingClientRect().top
  const row = other.filter((one) => Math.abs(one.getBoundingClientRect().top - top) < 4)
  row.sort((a, b) => Math.abs(a.getBoundingClientRect().left - from.left) - Math.abs(b.getBoundingClientRect().left - from.left))
  return row.length ? shown.indexOf(row[0]) : by > 0 ? here : -1
}

function place(anchor) {
  const at = anchor.getBoundingClientRect()
  const { width, height } = picker.getBoundingClientRect()
  const above = at.top - height - GAP
  picker.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`
  picker.style.top = `${above > GAP ? above : Math.min(at.bottom + GAP, innerHeight - height - GAP)}px`
}
