const DAY = 86_400_000

// Clock times and days in the reader's zone.
export class Times {
  constructor(words) {
    this.words = words
    this.clock = new Intl.DateTimeFormat(words.language === "en" ? "en-GB" : words.language, { hour: "2-digit", minute: "2-digit" })
    this.date = new Intl.DateTimeFormat(words.language === "en" ? "en-GB" : words.language, { day: "numeric", month: "long" })
    this.year = new Intl.DateTimeFormat(words.language === "en" ? "en-GB" : words.language, { day: "numeric", month: "long", year: "numeric" })
  }

  at(moment) {
    return this.clock.format(new Date(moment))
  }

  day(moment) {
    const then = new Date(moment)
    const now = new Date()
    if (then.toDateString() === now.toDateString()) return this.words.t("Today")
    if (then.toDateString() === new Date(now - DAY).toDateString()) return this.words.t("Yesterday")
    return (then.getFullYear() === now.getFullYear() ? this.date : this.year).format(then)
  }
}

export function lasting(milliseconds) {
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

export function size(bytes, words) {
  const format = (value, digits) => new Intl.NumberFormat(words.language, { maximumFractionDigits: digits }).format(value)
  if (bytes < 1000) return words.t("{size} B", { size: format(bytes, 0) })
  if (bytes < 1_000_000) return words.t("{size} KB", { size: format(bytes / 1000, 0) })
  return words.t("{size} MB", { size: format(bytes / 1_000_000, 1) })
}
