// From half a second to three at first, doubling to thirty, so that a thousand tabs do not come back as one.
export function backoff(attempt) {
  const most = Math.min(3000 * 2 ** attempt, 30_000)
  return 500 + Math.random() * (most - 500)
}

// Runs at once when it has not run for `wait`, else once at the end of it.
export function atMostEvery(wait, run) {
  let timer = null
  let last = 0
  const call = () => {
    timer = null
    last = Date.now()
    run()
  }
  const ask = () => (timer ??= setTimeout(call, Math.max(0, last + wait - Date.now())))
  ask.cancel = () => clearTimeout(timer)
  return ask
}

// Runs once nobody has asked for `wait`.
export function afterPause(wait, run) {
  let timer = null
  const ask = () => {
    clearTimeout(timer)
    timer = setTimeout(run, wait)
  }
  ask.cancel = () => clearTimeout(timer)
  return ask
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
