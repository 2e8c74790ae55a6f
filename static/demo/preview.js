// The far side of a preview: the real widget asks, and is answered with what stands in the settings around this frame.
(() => {
  let answer = JSON.parse(document.getElementById("answer").textContent)
  let seq = 0
  const ask = window.fetch.bind(window)
  const told = body => new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } })
  const standing = () => ({ questions: answer.questions, open: answer.open, promise: answer.promise })
  const visitor = { id: "0", name: "", verified: false, agreed: false }
  const answers = {
    session: () => ({ token: "preview", visitor, site: answer.site, conversations: [], ...standing() }),
    standing,
    introduction: () => ({ ...standing(), questions: [] }),
    consent: () => ({}),
  }

  function accepted(id, { client_id, text }) {
    seq += 1
    const now = new Date().toISOString()
    const conversation = { id, version: seq, seq, status: "queued", agent: null, seen: { delivered: seq, read: seq }, agents_seen: { read: 0 }, unread: 0, subject: text, started_at: now, closed_at: null }
    return { conversation, message: { client_id, seq, version: seq, author: { kind: "customer", name: "", photo: null }, text, happening: null, attachments: [], sent_at: now, edited_at: null, redacted: false } }
  }

  window.fetch = async (address, options) => {
    const { pathname } = new URL(address, location.href)
    const call = pathname.split("/widget/api/")[1]
    if (pathname.includes("/widget/looks/")) return told(answer.site)
    if (call === undefined) return ask(address, options)
    const [, id, what] = call.split("/")
    if (what === "messages") return told(accepted(id, JSON.parse(options.body)))
    return answers[call] ? told(answers[call]()) : new Response(null, { status: 204 })
  }
  window.WebSocket = class { send() {} close() {} }

  // Who fills in the form must not lose the field to the chat.
  const letGo = event => event.composedPath()[0].blur()
  addEventListener("focusin", letGo, true)
  addEventListener("pointerdown", () => removeEventListener("focusin", letGo, true), { capture: true, once: true })

  addEventListener("message", ({ source, data }) => {
    if (source !== parent) return
    answer = data.answer
    document.documentElement.dataset.theme = data.theme
    window.HelpdeskWidget.q.push(["identify", ""])
  })
  window.HelpdeskWidget = { q: [["open"]] }
})()
