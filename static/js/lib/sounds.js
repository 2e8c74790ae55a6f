// Short tones, made here: no files to fetch. Each is [from, pitch in Hz, how long], in seconds.
const TONES = {
  new: [[0, 659.3, 0.14], [0.13, 880, 0.24]],
  reply: [[0, 1046.5, 0.16]],
  mention: [[0, 784, 0.11], [0.15, 784, 0.11], [0.3, 1046.5, 0.2]],
  assigned: [[0, 880, 0.14], [0.13, 659.3, 0.24]],
}
const LOUD = 0.12

let context = null

// A browser lets a page sound only once it has been clicked into; until then we are silent. To wake the sound card takes a
// tenth of a second, for which the first press of all must not wait.
const later = window.requestIdleCallback ?? setTimeout
const wake = () =>
  later(() => {
    context ??= new AudioContext()
    context.resume()
  })
for (const name of ["pointerdown", "keydown"]) addEventListener(name, wake, { once: true, capture: true })

export function sound(kind) {
  if (context?.state !== "running") return false
  for (const [from, pitch, length] of TONES[kind] ?? TONES.reply) tone(context.currentTime + from, pitch, length)
  return true
}

function tone(at, pitch, length) {
  const source = context.createOscillator()
  const volume = context.createGain()
  source.type = "sine"
  source.frequency.value = pitch
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(LOUD, at + 0.012)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + length)
  source.connect(volume).connect(context.destination)
  source.start(at)
  source.stop(at + length)
}
