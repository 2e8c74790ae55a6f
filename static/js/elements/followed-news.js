import { hear } from "lib/bus"
import { say } from "lib/words"

// News in a ticket one follows, said in a toast unless that ticket is on the screen already.
hear(document, {
  poke({ topic, ticket }) {
    if (topic !== "followed" || document.querySelector(`message-log[ticket="${Number(ticket)}"]`)) return
    const toasts = document.getElementById("toasts")
    if (toasts.querySelector(`[data-followed="${Number(ticket)}"]`)) return
    const toast = document.createElement("desk-toast")
    const link = document.createElement("a")
    toast.className = "toast"
    toast.dataset.followed = ticket
    link.href = `/desk/tickets/${Number(ticket)}/`
    link.textContent = say("followed", { n: ticket })
    toast.append(link)
    toasts.append(toast)
  },
})
