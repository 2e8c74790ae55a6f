// Brings an element up to date with a fresh one, touching only what differs. Children are known by their ids, else by their
// place; what a custom element draws and wears is its own affair, and so is whether details are open. An open menu
// offers what it did when it was opened.
const KEPT = ["open"]
const OWN = ["class"]

export function morph(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh)
  if (old.matches?.("details.menu[open]")) return
  if (!(old instanceof Element)) return void (old.data !== fresh.data && (old.data = fresh.data))
  const own = old.localName.includes("-")
  attributes(old, fresh, own)
  if (!own) children(old, fresh)
}

function attributes(old, fresh, own) {
  const kept = own ? OWN : KEPT
  for (const { name, value } of fresh.attributes) if (!kept.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value)
  if (own) return
  for (const { name } of [...old.attributes]) if (!kept.includes(name) && !fresh.hasAttribute(name)) old.removeAttribute(name)
}

function children(old, fresh) {
  const known = new Map([...old.children].filter(({ id }) => id).map((child) => [child.id, child]))
  let place = old.firstChild
  for (const wanted of [...fresh.childNodes]) {
    const match = wanted.id ? known.get(wanted.id) : place && !place.id && place.nodeName === wanted.nodeName ? place : null
    if (!match) {
      old.insertBefore(wanted, place)
      continue
    }
    if (match === place) place = place.nextSibling
    else put(old, match, place)
    morph(match, wanted)
  }
  while (place) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
}

// Moved, not taken out and put in again, where the browser can: so the focus stays.
function put(parent, child, before) {
  if (parent.moveBefore) parent.moveBefore(child, before)
  else parent.insertBefore(child, before)
}
