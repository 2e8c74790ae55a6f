const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

// The arrows, Home and End go over the buttons of a bar or a menu; Escape leaves it.
export function rove(event, buttons, leave) {
  const at = buttons.indexOf(document.activeElement)
  if (event.key in STEPS) buttons[(at + STEPS[event.key] + buttons.length) % buttons.length].focus()
  else if (event.key === "Home" || event.key === "End") buttons.at(event.key === "Home" ? 0 : -1).focus()
  else if (event.key === "Escape") {
    event.stopPropagation()
    leave()
  } else return
  event.preventDefault()
}

// From line to line inside of a scroller; one that is longer than the window is read through first.
export function step(event, scroller, lines, by) {
  const { top, bottom } = scroller.getBoundingClientRect()
  const at = lines.indexOf(document.activeElement)
  if (at < 0 && by > 0) return
  const here = at >= 0 && lines[at].getBoundingClientRect()
  if (here && (by < 0 ? here.top < top : here.bottom > bottom + 1)) return
  event.preventDefault()
  const next = at < 0 ? lines.findLast((line) => line.getBoundingClientRect().top < bottom) : lines[at + by]
  next?.focus()
}
