// The rows of a list, brought up to date without losing focus, choice or place. A row is known by its link's id, and the
// checksum that the server wrote on it says whether it changed.
const key = (item) => item.querySelector(".ticket-row")?.id ?? item.className

export const rowsOf = (list) => [...list.children].filter((item) => item.matches(".ticket-item"))

export function differs(list, fresh) {
  const now = rowsOf(list).map(key)
  const then = rowsOf(fresh).map(key)
  return now.length !== then.length || now.some((id, at) => id !== then[at])
}

// What a row says may change under the pointer; where it stands may not.
export function renew(list, fresh) {
  const known = new Map(rowsOf(list).map((item) => [key(item), item]))
  for (const item of rowsOf(fresh)) {
    const old = known.get(key(item))
    if (old) morph(old, item)
    known.delete(key(item))
  }
  for (const gone of known.values()) gone.classList.add("ticket-item--gone")
}

export const unknown = (list, fresh) => {
  const known = new Set(rowsOf(list).map(key))
  return rowsOf(fresh).filter((item) => !known.has(key(item)))
}

export function reconcile(list, fresh) {
  const known = new Map([...list.children].map((item) => [key(item), item]))
  const items = [...fresh.children].map((item) => {
    const old = known.get(key(item))
    if (!old || !item.matches(".ticket-item")) return item
    morph(old, item)
    return old
  })
  const kept = new Set(items)
  for (const item of [...list.children]) if (!kept.has(item)) item.remove()
  items.forEach((item, at) => {
    if (list.children[at] !== item) place(list, item, list.children[at] ?? null)
  })
}

// The link stays the same element: it may have the focus, or the pointer pressed upon it.
function morph(old, fresh) {
  old.classList.remove("ticket-item--gone")
  if (old.dataset.v === fresh.dataset.v) return
  const [link, news] = [old.querySelector(".ticket-row"), fresh.querySelector(".ticket-row")]
  link.className = news.className
  const viewers = link.querySelector("[data-viewers]")
  link.replaceChildren(...news.childNodes)
  link.querySelector("[data-viewers]").replaceWith(viewers)
  const [box, other] = [old.querySelector("input"), fresh.querySelector("input")]
  box.setAttribute("aria-label", other.getAttribute("aria-label"))
  old.dataset.v = fresh.dataset.v
}

// Moved, not taken out and put in again, where the browser can: so the focus stays.
function place(list, item, before) {
  if (item.isConnected && list.moveBefore) list.moveBefore(item, before)
  else list.insertBefore(item, before)
}
