import { h, icon } from "./dom.js"

// A line above the talk: whether pages may be passed on, or what the site says while it is closed.
export function draw(lobby) {
  const { note, client, panel } = lobby
  const { look, reception, thread, memory } = client
  const pages = memory.get("pages")
  const asks = look.asks_consent && pages === undefined
  // Answered while nothing came through, or before this visitor: it is not asked again.
  if (look.asks_consent && !asks && reception.agreed !== pages) agree(client, pages)
  const offline = !thread && reception.open === false && look.offline
  const sign = asks ? "?" : offline || ""
  if (note.dataset.sign === sign) return
  note.dataset.sign = sign
  note.hidden = !sign
  const answer = (word, pages) => h("button", { class: "button", type: "button", onclick: () => { agree(client, pages); panel.lobby.focus() } }, word)
  if (asks) note.replaceChildren(h("p", null, panel.t("May we see which page you are on? It helps us to answer.")), answer(panel.t("Yes"), true), answer(panel.t("No"), false))
  else note.replaceChildren(icon("clock"), h("p", null, sign))
}

// Kept here and told there, until it is known there: where no yes stands, the server keeps no page either. Each try says what
// is chosen by then.
export async function agree(client, pages) {
  const { memory, reception } = client
  memory.set({ pages })
  reception.agreed = pages
  client.onChange()
  client.tabs.tell("standing")
  await client.api.insist("consent", { get pages() { return memory.get("pages") } }).catch(() => {})
  client.visit.told = ""
  client.visit.look()
}
