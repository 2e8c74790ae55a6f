// One clock for everything that shows a time: two hundred timers of their own would wake the page two hundred times.
const EVERY = 10_000
const shown = new Set()
let timer

export function keepCurrent(element) {
  shown.add(element)
  timer ??= setInterval(tick, EVERY)
}

export function letGo(element) {
  shown.delete(element)
  if (shown.size) return
  clearInterval(timer)
  timer = undefined
}

function tick() {
  if (document.hidden) return
  const now = new Date()
  for (const element of shown) element.tick(now)
}

document.addEventListener("visibilitychange", tick)
