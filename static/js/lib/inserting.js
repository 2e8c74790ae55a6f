const BLANK = /\{([\p{L}_][\p{L}\p{N}_ ]{0,39})\}/u

// As if it had been typed, so that Ctrl+Z takes it back; `from` to `to` is what it stands in for.
export function insert(box, text, from = box.selectionStart, to = box.selectionEnd) {
  box.focus()
  box.setSelectionRange(from, to)
  if (document.execCommand("insertText", false, text)) return
  box.setRangeText(text, from, to, "end")
  box.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

// The first name in braces that nobody has filled in, marked so that typing replaces it. Its name, or null.
export function selectBlank(box, after = 0) {
  const found = BLANK.exec(box.value.slice(after))
  if (!found) return after ? selectBlank(box) : null
  const start = after + found.index
  box.focus()
  box.setSelectionRange(start, start + found[0].length)
  return found[1]
}

// What is typed just before the caret after a slash or an @ at the start of a word: {sign, words, from, to}.
const CALLS = { "/": /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u, "@": /(?:^|[\s(])@([\p{L}\p{N}.’'-]*(?: [\p{L}\p{N}.’'-]+)?)$/u }

export function callBefore(box, signs) {
  if (box.selectionStart !== box.selectionEnd) return null
  const before = box.value.slice(0, box.selectionStart)
  for (const sign of signs) {
    const found = CALLS[sign].exec(before)
    if (found) return { sign, words: found[1], from: before.length - found[1].length - 1, to: before.length }
  }
  return null
}
