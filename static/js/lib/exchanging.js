import htmx from "htmx"

const AGAIN = 300

// A button taken away while it is pressed would not count as pressed, so what comes meanwhile waits until it is let go.
export function unpressed(element, act) {
  if (element.matches(":active")) setTimeout(() => unpressed(element, act), AGAIN)
  else act()
}

// An answer on its way here says what was done and how it is undone: it must find what it was asked for.
export const awaited = ({ id }) => Boolean(document.querySelector(`.htmx-request[hx-target="#${id}"]`))

// The fresh one stands where the old one did, folded as it was, and the focus finds the same button again.
export function exchange(old, fresh) {
  if (old.matches("details")) fresh.open = old.open
  const focused = old.contains(document.activeElement) ? twin(document.activeElement, fresh) : null
  old.replaceWith(fresh)
  htmx.process(fresh)
  focused?.focus({ preventScroll: true })
}

// The one of the same name and look, if it is still there; a menu may have another of that name.
function twin(element, fresh) {
  const sign = (one) => `${one.className} ${one.ariaLabel || one.textContent.trim()}`
  return [...fresh.querySelectorAll(element.localName)].find((one) => sign(one) === sign(element))
}
