import { tell } from "lib/bus"

export class SignedOut extends Error {}

let away = false

// The cookie first: signing in again in another tab changes it under this page.
export function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)
  return cookie?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.content ?? ""
}

// Our own fetch: the token goes along. Being led to the sign-in page is an answer, not a page to show; 403 is what a post
// without a session's cookies gets, for what an agent may not see is not found.
export async function ask(url, { method = "GET", body, timeout = 20_000 } = {}) {
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" }
  const response = await reach(url, { method, body, headers, signal: AbortSignal.timeout(timeout) })
  if (response.redirected || response.status === 401 || response.status === 403) {
    tell("signed-out")
    throw new SignedOut()
  }
  return response
}

// The first answer after a silence says that nobody need wait any longer.
async function reach(url, request) {
  try {
    const response = await fetch(url, request)
    if (away) tell("reached")
    away = false
    return response
  } catch (error) {
    away = true
    throw error
  }
}

export function parse(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content
}
