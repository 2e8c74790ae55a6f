import { h, icon } from "./dom.js"
import { sheet } from "./styles.js"

const css = `
.widget__drop { position: absolute; inset: 8px; z-index: 1; display: grid; place-items: center; align-content: center; gap: 8px; border: 2px dashed var(--accent-ink); border-radius: 10px; background: color-mix(in oklch, var(--paper) 92%, transparent); color: var(--accent-ink); font-weight: 500; pointer-events: none; }
`
let place = null
let timer = 0

// Files held over the chat: where they may fall. A browser that does not say "still here" for a while holds none any more.
export function hover(panel) {
  clearTimeout(timer)
  timer = setTimeout(leave, 400)
  if (place) return
  const root = panel.root.getRootNode()
  const styles = sheet(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles]
  place = { styles, root, element: h("div", { class: "widget__drop" }, icon("clip"), panel.t("Drop the files here")) }
  panel.middle.append(place.element)
}

export function leave() {
  clearTimeout(timer)
  if (!place) return
  const { styles, root, element } = place
  element.remove()
  root.adoptedStyleSheets = root.adoptedStyleSheets.filter(one => one !== styles)
  place = null
}
