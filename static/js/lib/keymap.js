// The sheet of shortcuts is the keymap: what it shows is what the keys do.
const shown = (found) => found.checkVisibility({ visibilityProperty: true })

// Of the keys of departments only the first stands on the sheet; the others follow.
export function mark(keys) {
  const row = document.querySelector(`#keys [data-keys="${CSS.escape(keys.replace(/^(G) [2-9]$/, "$1 1"))}"]`)
  return row && { keys: row.dataset.keys, does: row.dataset.does, caps: [...row.querySelectorAll("kbd")] }
}

export const capsOf = (does) => [...(document.querySelector(`#keys [data-does="${does}"]`)?.querySelectorAll("kbd") ?? [])]

// What bears these keys on the page; of several the one that can be seen. What is done with chosen tickets answers where they
// were chosen: who reads the open ticket means that one.
export function element(keys) {
  const found = [...document.querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(keys)}"]`)].filter((each) => !each.disabled)
  const inList = document.activeElement?.closest(".desk__list")
  const many = (each) => each.closest("picked-bar")
  const seen = found.filter(shown)
  return (inList && seen.find(many)) ?? seen.find((each) => !many(each)) ?? seen[0] ?? found.find((each) => !each.closest("[hidden]"))
}

// The key that stands on the cap, whatever layout the keyboard has: on a Russian one "T" types "Е", and "/" a full stop.
export function keysOf({ key, code, shiftKey }) {
  if (key === "?" || (code === "Slash" && shiftKey)) return "?"
  if (key === "/" || (code === "Slash" && key.length === 1)) return "/"
  if (/^[0-9]$/.test(key)) return key
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : code.startsWith("Key") && key.length === 1 ? code.slice(3) : ""
  if (letter) return shiftKey ? `Shift+${letter}` : letter
  return /^F\d+$/.test(key) ? key : ""
}
