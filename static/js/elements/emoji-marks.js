import { namesOf, react } from "lib/reacting"
import { me, say } from "lib/words"

// <emoji-marks>: the emoji under a message, each with how many chose it; pressing one adds one's own or takes it back.
class EmojiMarks extends HTMLElement {
  connectedCallback() {
    this.setAttribute("aria-label", say("reactions"))
    for (const mark of this.children) {
      const { who } = mark.dataset
      const names = namesOf(who)
      mark.setAttribute("aria-pressed", who.split(" ").includes(`agent:${me}`))
      mark.setAttribute("aria-label", `${mark.textContent}: ${names}`)
      mark.title = names
    }
    this.onclick = ({ target }) => {
      const mark = target.closest(".mark")
      if (mark) react(this.closest("[data-seq]"), mark.dataset.emoji)
    }
  }
}

customElements.define("emoji-marks", EmojiMarks)
