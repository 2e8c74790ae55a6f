const source = document.getElementById("words")
const words = source ? JSON.parse(source.textContent) : {}

// The reader's words, written by the server into the page; live pushes carry none.
export function say(key, values = {}) {
  const text = words[key] ?? key
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "")
}

// "en" alone would be formatted the American way: November 21, 2:02 PM.
const LOCALES = { en: "en-GB" }
const { lang } = document.documentElement
export const language = LOCALES[lang] ?? lang
export const zone = document.body.dataset.zone || undefined
export const me = document.body.dataset.me
