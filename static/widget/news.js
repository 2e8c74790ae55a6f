import { pause } from "./memory.js"

const MARK = /^\(\d+\+?\) /
let sounding = null

// The number of unread messages before the page's title. The title stays the page's: what it says meanwhile is kept.
export function mark(count) {
  const plain = document.title.replace(MARK, "")
  document.title = count ? `(${count > 99 ? "99+" : count}) ${plain}` : plain
}

// Two soft notes, drawn by the browser itself; of many tabs one plays them.
export async function ring(name) {
  try {
    await navigator.locks.request(`${name}:sound`, { __proto__: null, ifAvailable: true }, lock => lock && play() && pause(1500))
  } catch {
    play()
  }
}

// A browser that was never touched lets no page make a sound; then there is none.
function play() {
  try {
    sounding ??= new AudioContext()
    if (sounding.state === "suspended") sounding.resume().catch(() => {})
    note(659, 0)
    note(880, 0.12)
  } catch {
    return false
  }
  return true
}

function note(frequency, after) {
  const tone = sounding.createOscillator()
  const loudness = sounding.createGain()
  const start = sounding.currentTime + after
  tone.frequency.value = frequency
  loudness.gain.setValueAtTime(0, start)
  loudness.gain.linearRampToValueAtTime(0.08, start + 0.02)
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.35)
  tone.connect(loudness).connect(sounding.destination)
  tone.start(start)
  tone.stop(start + 0.4)
}
