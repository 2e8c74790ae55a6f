import { newId } from "./lib/ids.js"

// A link into one conversation. What the widget keeps goes with this tab: the machine may be anybody's.
const page = document.getElementById("link")
const { site, script, language } = page.dataset
const kept = `helpdesk:${site}`
const asked = `key:${location.pathname}`
Object.defineProperty(window, "localStorage", { value: sessionStorage })

page.querySelector("[data-open]").addEventListener("click", () => window.HelpdeskWidget?.open())
page.querySelector("[data-again]").addEventListener("click", begin)
begin()

async function begin() {
  show("opening")
  try {
    if (came() || (await enter())) widget()
    else show("gone")
  } catch {
    show("failed")
  }
}

// Reloaded: this tab came in before, and the link has been used up by it.
function came() {
  return sessionStorage.getItem("link") === location.pathname && sessionStorage.getItem(kept)
}

// The answer may be lost on its way: whoever asks again, after a reload too, says with the same key that it is he.
async function enter() {
  const key = sessionStorage.getItem(asked) ?? newId()
  sessionStorage.setItem(asked, key)
  const headers = { "X-CSRFToken": page.querySelector("[name=csrfmiddlewaretoken]").value }
  const answer = await fetch(location.pathname, { method: "POST", headers, body: new URLSearchParams({ key }) })
  if (answer.status === 404) return false
  if (!answer.ok) throw new Error(answer.status)
  const { token } = await answer.json()
  sessionStorage.clear()
  sessionStorage.setItem("link", location.pathname)
  sessionStorage.setItem(kept, JSON.stringify({ token }))
  return true
}

function widget() {
  const element = document.createElement("script")
  Object.assign(element, { src: script, async: true, onerror: () => show("failed") })
  Object.assign(element.dataset, { site, language })
  element.addEventListener("load", () => {
    show("open")
    window.HelpdeskWidget.open()
  })
  document.head.append(element)
}

function show(state) {
  for (const section of page.querySelectorAll("[data-state]")) section.hidden = section.dataset.state !== state
}
