import { h, icon, safeUrl } from "./dom.js"
import { sheet } from "./styles.js"

const BACK = "M12.5 4 6.5 10l6 6"
const ON = "m7.5 4 6 6-6 6"

const css = `
.lightbox { position: fixed; inset: 0; box-sizing: border-box; inline-size: 100%; block-size: 100%; max-inline-size: none; max-block-size: none; margin: 0; border: 0; padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px) env(safe-area-inset-bottom, 0px) env(safe-area-inset-left, 0px); background: oklch(14% 0.01 268 / 94%); color: #fff; font: var(--text-m); overflow: hidden; &[open] { display: grid; grid-template-rows: auto minmax(0, 1fr); } &::backdrop { background: none; } }
.lightbox__head { display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 16px; > b { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500; } > a { color: inherit; } }
.lightbox__view { position: relative; display: grid; place-items: center; min-block-size: 0; padding: 8px; > img { max-inline-size: 100%; max-block-size: 100%; min-block-size: 0; object-fit: contain; animation: enter var(--gentle); } }
.widget.lightbox .button, .lightbox .button { --button-ink: #fff; --button-paper: oklch(30% 0.01 268 / 70%); --button-paper-hover: oklch(40% 0.01 268 / 80%); --button-line: transparent; --button-size: 44px; --button-round: 50%; inline-size: 44px; padding: 0; color: var(--button-ink); background: var(--button-paper); border: 0; border-radius: 50%; cursor: pointer; &:focus-visible { outline: 2px solid #fff; outline-offset: 2px; } }
.lightbox__turn { position: absolute; inset-block-start: calc(50% - 22px); inset-inline-start: 12px; &:last-child { inset-inline: auto 12px; } }
.lightbox [hidden] { display: none; }
`

// The pictures of a conversation, one at a time, over the whole page.
export function show(extras, message, file) {
  new Lightbox(extras).open(message, file)
}

let dressed = null

class Lightbox {
  #all = []
  #at = 0

  constructor(extras) {
    Object.assign(this, { extras, log: extras.log, t: extras.t })
    this.root = this.log.element.getRootNode()
    if (dressed !== this.root) this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet(css)]
    dressed = this.root
    this.#build()
  }

  #build() {
    const { t } = this
    const button = (name, label, act, more = "") => h("button", { "class": `button${more}`, "type": "button", "aria-label": label, "title": label, "onclick": act }, icon(name))
    this.image = h("img", { alt: "" })
    this.name = h("b")
    this.save = h("a", { "class": "button", "target": "_blank", "rel": "noopener noreferrer", "aria-label": t("Open in a new tab") }, icon("M8 4.5H5A1.5 1.5 0 0 0 3.5 6v9A1.5 1.5 0 0 0 5 16.5h9a1.5 1.5 0 0 0 1.5-1.5v-3M11.5 3.5h5v5M16 4l-7 7"))
    this.back = button(BACK, t("Previous picture"), () => this.#turn(-1), " lightbox__turn")
    this.on = button(ON, t("Next picture"), () => this.#turn(1), " lightbox__turn")
    this.close = button("x", t("Close the picture"), () => this.dialog.close())
    this.view = h("div", { class: "lightbox__view" }, this.image, this.back, this.on)
    this.dialog = h("dialog", { "class": "lightbox", "aria-label": t("Picture") }, h("div", { class: "lightbox__head" }, this.name, this.save, this.close), this.view)
    this.view.addEventListener("click", event => event.target === this.view && this.dialog.close())
    this.dialog.addEventListener("keydown", event => this.#key(event))
    this.dialog.addEventListener("close", () => this.dialog.remove())
  }

  open(message, file) {
    const messages = this.log.client.threads.flatMap(thread => thread.sorted).filter(one => !one.redacted)
    this.#all = messages.flatMap(one => one.attachments.filter(({ thumbnail }) => thumbnail).map(each => [one, each]))
    this.#at = Math.max(0, this.#all.findIndex(([one, each]) => one.client_id === message.client_id && each.key === file.key))
    this.log.element.closest(".root").append(this.dialog)
    this.dialog.showModal()
    this.close.focus()
    this.#draw()
  }

  #turn(by) {
    this.#at = Math.max(0, Math.min(this.#all.length - 1, this.#at + by))
    this.#draw()
  }

  async #draw() {
    const [message, file] = this.#all[this.#at]
    this.back.hidden = !this.#at
    this.on.hidden = this.#at === this.#all.length - 1
    this.name.textContent = this.image.alt = file.name
    const preview = safeUrl(file.thumbnail, this.log.view.origin)
    this.image.src = preview
    const url = await this.extras.fresh(message, file).catch(() => null)
    if (this.#all[this.#at][1] !== file) return
    this.save.hidden = !url
    if (url) this.image.src = this.save.href = url
  }

  #key(event) {
    event.stopPropagation()
    if (event.key === "ArrowLeft") this.#turn(-1)
    if (event.key === "ArrowRight") this.#turn(1)
  }
}
