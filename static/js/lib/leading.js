// Of all tabs of this desk in this browser one leads; when it closes, the next does. Over plain http there are no locks:
// then the tab that is looked at leads.
export function lead(name, { begin, end }) {
  const off = new AbortController()
  if (!navigator.locks) {
    const look = () => (document.hidden ? end() : begin())
    document.addEventListener("visibilitychange", look, { signal: off.signal })
    look()
  } else {
    const held = new Promise((release) => off.signal.addEventListener("abort", release, { once: true }))
    const hold = () => {
      begin()
      return held
    }
    navigator.locks.request(name, { signal: off.signal }, hold).catch(() => {})
  }
  return () => {
    off.abort()
    end()
  }
}
