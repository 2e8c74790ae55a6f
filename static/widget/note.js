import { h, icon } from "./dom.js"

// A line above the talk: whether pages may be passed on, or what the site says while it is closed.
export function draw(lobby) {
  const { note, client, panel } = lobby
  const { look, reception, thread, memory } = client
  const asks = look.asks_consent && memory.get("pages") === undefined
  const offline = !thread && reception.open === false && look.offline
  const sign = asks ? "?" : offline || ""
  if (note.dataset.sign === sign) return
  note.dataset.sign = sign
  note.hidden = !sign
  const answer = (word, pages) => h("button", { class: "button button--small", type: "button", onclick: () => { agree(client, pages); panel.lobby.focus() } }, word)
  if (asks) note.replaceChildren(h("p", null, panel.t("May we see which page you are on? It helps us to answer.")), answer(panel.t("Yes"), true), answer(panel.t("No"), false))
  else note.replaceChildren(icon("clock"), h("p", null, sign))
}

// Kept here and told there: where no yes stands, the server keeps no page either.
export async function agree(client, pages) {
  client.memory.set({ pages })
  client.onChange()
  client.tabs.tell("standing")
  await client.api.call("POST", "consent", { pages }).catch(() => {})
  client.visit.told = ""
  client.visit.look()
}
