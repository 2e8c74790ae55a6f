import { language, zone, say } from "lib/words"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
const weekday = format({ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
const day = format({ day: "numeric", month: "short" })
const longDay = format({ day: "numeric", month: "long" })
const year = format({ day: "numeric", month: "short", year: "numeric" })
const full = format({ dateStyle: "long", timeStyle: "short", hourCycle: "h23" })
const key = format({ year: "numeric", month: "2-digit", day: "2-digit" })

export const dayKey = (date) => key.format(date)
export const exact = (date) => full.format(date)
export const time = (date) => clock.format(date)

// The shortest form that is not ambiguous today: 14:02, then the weekday, then the day, then the year.
export function short(date, now = new Date()) {
  if (dayKey(date) === dayKey(now)) return clock.format(date)
  if (now - date < 6 * DAY && date < now) return weekday.format(date)
  return now - date < 300 * DAY ? day.format(date) : year.format(date)
}

export function dayName(date, now = new Date()) {
  const name = now - date < 300 * DAY ? longDay.format(date) : year.format(date)
  if (dayKey(date) === dayKey(now)) return say("today", { day: name })
  if (dayKey(date) === dayKey(new Date(now - DAY))) return say("yesterday", { day: name })
  return name
}

export function elapsed(date, now = new Date()) {
  const gone = Math.max(now - date, 0)
  if (gone < HOUR) return say("minutes", { n: Math.floor(gone / MINUTE) })
  if (gone < DAY) return say("hours", { n: Math.floor(gone / HOUR) })
  return say("days", { n: Math.floor(gone / DAY) })
}
