// The numbers of the tickets that were open here last; what is in them stays on the server.
const KEY = "desk:recent"
const MOST = 8

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]")
  } catch {
    return []
  }
}

const here = () => document.querySelector("[data-ticket]")?.dataset.ticket

export const recentNumbers = () => read().filter((number) => number !== here()).join(",")

export function opened(signal) {
  note()
  document.addEventListener("htmx:after:swap", note, { signal })
}

function note() {
  const number = here()
  if (!number || read()[0] === number) return
  try {
    localStorage.setItem(KEY, JSON.stringify([number, ...read().filter((each) => each !== number)].slice(0, MOST)))
  } catch {
    // A browser may refuse storage; then there are no recent tickets.
  }
}
