import { me } from "lib/words"

// What this browser keeps for this person. Two people may share a browser: neither finds the other's words.
// A browser may refuse storage; writing must go on without it. Memory has only what was refused: what another tab has taken
// away is gone here too.
const memory = new Map()
const place = (key) => `desk:${me}:${key}`

export function load(key, otherwise) {
  let kept = null
  try {
    kept = localStorage.getItem(place(key))
  } catch {
    // Forbidden: memory has it.
  }
  kept ??= memory.get(key) ?? null
  return kept === null ? otherwise : JSON.parse(kept)
}

export function save(key, value) {
  const text = value === null ? null : JSON.stringify(value)
  memory.delete(key)
  try {
    text === null ? localStorage.removeItem(place(key)) : localStorage.setItem(place(key), text)
  } catch {
    if (text !== null) memory.set(key, text)
    forget(key)
  }
}

// Full or forbidden: memory has it now, and what was kept before would be read in its place.
function forget(key) {
  try {
    localStorage.removeItem(place(key))
  } catch {
    // Forbidden: nothing was kept.
  }
}

// Told when another tab of this browser has changed it.
export function watch(key, changed, signal) {
  addEventListener("storage", (event) => (event.key === place(key) || event.key === null) && changed(), { signal })
}
