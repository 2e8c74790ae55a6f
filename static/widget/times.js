const DAY = 86_400_000

// Clock times and days in the reader's zone.
export class Times {
  constructor(words) {
    this.words = words
    const format = options => new Intl.DateTimeFormat(words.language === "en" ? "en-GB" : words.language, options)
    this.clock = format({ hour: "2-digit", minute: "2-digit" })
    this.date = format({ day: "numeric", month: "long" })
    this.year = format({ day: "numeric", month: "long", year: "numeric" })
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
