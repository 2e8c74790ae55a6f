const SVG = "http://www.w3.org/2000/svg"

const ICONS = {
  bot: "M6.5 7h7A2.5 2.5 0 0 1 16 9.5v4a2.5 2.5 0 0 1-2.5 2.5h-7A2.5 2.5 0 0 1 4 13.5v-4A2.5 2.5 0 0 1 6.5 7zM10 7V4M7.8 11v1M12.2 11v1",
  check: "m4 10.5 4 4 8.5-9.5",
  checks: "m2 10.5 3.5 3.5 7-8M9.5 13.5l.5.5 7-8",
  clip: "m15.5 9.5-5.6 5.6a3.5 3.5 0 0 1-5-5l6-6a2.3 2.3 0 0 1 3.3 3.3l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5-5",
  clock: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4l2.5 2",
  down: "M10 4v12M5 11l5 5 5-5",
  face: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM7 12s1 1.7 3 1.7 3-1.7 3-1.7M7.5 7.8v.1M12.5 7.8v.1",
  info: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 9v4.5M10 6.4v.1",
  mic: "M10 2.5A2.5 2.5 0 0 1 12.5 5v4.5a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5",
  offline: "m3 3 14 14M5 11.5a7 7 0 0 1 3-1.8M12.6 10a7 7 0 0 1 2.4 1.5M2.5 8.5A10.5 10.5 0 0 1 6 6.2M10 5c2.9 0 5.5 1.2 7.5 3.5M10 15.5v.1",
  up: "M10 16V4M5 9l5-5 5 5",
  x: "m5 5 10 10M15 5 5 15",
}

// One of these, or a drawing of the caller's own.
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg")
  const path = document.createElementNS(SVG, "path")
  svg.setAttribute("class", "icon")
  svg.setAttribute("viewBox", "0 0 20 20")
  svg.setAttribute("aria-hidden", "true")
  path.setAttribute("d", ICONS[name] || name)
  svg.append(path)
  return svg
}

// Text only ever arrives as text nodes and attributes: there is no way to hand markup to this function.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value != null) element.setAttribute(name, value)
  }
  element.append(...children.flat(3).filter(child => child != null && child !== false))
  return element
}

// What few need is fetched when it is first asked for, once: browsers answer two imports of one module in either order, and
// whoever asked first is served first. A module that failed to load stays failed under its address: the next try has another.
const parts = { __proto__: null }
let again = ""

export function part(name) {
  return parts[name] ??= import(`./${name}.js${again}`).catch(failure => {
    again = `?${Date.now()}`
    delete parts[name]
    throw failure
  })
}

const FOUND = /\b(?:https?:\/\/|www\.)[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w+])[+(\d][\d ()-]{6,}\d(?!\w)/gi
const TRAIL = /[.,:;!?…)\]}»”’]+$/u

// Addresses, mail and telephone numbers become links; all else stays text.
export function linked(text) {
  const parts = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(FOUND)) {
    const shown = withoutTrail(found)
    const href = addressOf(shown)
    if (!href) continue
    parts.push(text.slice(from, index), h("a", { href, target: "_blank", rel: "noopener noreferrer" }, shown))
    from = index + shown.length
  }
  return [...parts, text.slice(from)].filter(Boolean)
}

function addressOf(found) {
  if (found.includes("://")) return safeUrl(found)
  if (/^www\./i.test(found)) return safeUrl(`https://${found}`)
  return found.includes("@") ? `mailto:${found}` : telephone(found)
}

// The number of a card, an account or an order is no telephone's: one of those says its country, or begins as a call at home.
function telephone(found) {
  const { length } = found.replace(/\D/g, "")
  const abroad = found[0] === "+" && length > 7 && length < 16
  const home = /^[08(].*[ )-]/.test(found) && length > 8 && length < 12
  return abroad || home ? `tel:${found.replace(/[^+\d]/g, "")}` : null
}

// A full stop after an address belongs to the sentence; a bracket belongs to the address only when it was opened there.
function withoutTrail(found) {
  const bare = found.replace(TRAIL, "")
  return bare.includes("(") && found[bare.length] === ")" ? `${bare})` : bare
}

export function safeUrl(address, base) {
  try {
    const url = new URL(address, base)
    return ["http:", "https:"].includes(url.protocol) ? url.href : null
  } catch {
    return null
  }
}
