const source = document.getElementById("words")
const words = source ? JSON.parse(source.textContent) : {}

// The reader's words, written by the server into the page; live pushes carry none.
export function say(key, values = {}) {
  const text = words[key] ?? key
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")
}

export const language = document.documentElement.lang
export const zone = document.body.dataset.zone || undefined
export const me = document.body.dataset.me
