import { tell } from "lib/bus"

export class SignedOut extends Error {}

export const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? ""

// Our own fetch: the token goes along, and being led to the sign-in page is an answer, not a page to show.
export async function ask(url, { method = "GET", body, timeout = 20_000 } = {}) {
  const headers = { "X-CSRFToken": token(), "HX-Request": "true" }
  const response = await fetch(url, { method, body, headers, signal: AbortSignal.timeout(timeout) })
  if (response.redirected || response.status === 401) {
    tell("signed-out")
    throw new SignedOut()
  }
  return response
}

export function parse(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content
}
