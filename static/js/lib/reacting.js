import { tell } from "lib/bus"
import { ask } from "lib/http"
import { me, say } from "lib/words"

const mine = () => `agent:${me}`

export const reacted = (line, emoji) =>
  Boolean(line.querySelector(`.mark[data-emoji="${CSS.escape(emoji)}"]`)?.dataset.who.split(" ").includes(mine()))

// The same emoji again takes it back.
export async function react(line, emoji) {
  const messages = line.closest("message-log").getAttribute("messages")
  const body = new URLSearchParams({ emoji, ...(reacted(line, emoji) ? {} : { on: "on" }) })
  try {
    const response = await ask(`${messages}${line.id.replace("message-", "")}/reactions/`, { method: "POST", body })
    const text = await response.text()
    if (response.ok) tell("written", { html: text })
    else tell("toast", { text: response.status === 422 ? text : say("error") })
  } catch {
    tell("toast", { text: say("network") })
  }
}

// Who it was, by the names that stand on the page already.
export function namesOf(who) {
  return who.split(" ").map(nameOf).join(", ")
}

function nameOf(one) {
  const [kind, id] = one.split(":")
  if (one === mine()) return say("you")
  if (kind === "customer") return document.querySelector("message-log")?.getAttribute("customer")
  return document.querySelector(`author-name[user="${id}"]`)?.textContent || say("colleague")
}
