// Files come by the button, by paste, and by dropping them anywhere on the conversation.
export function attaching(composer, add, signal) {
  const all = (files) => [...files].forEach(add)
  const chooser = composer.querySelector("[data-file]")
  const on = (target, name, act) => target.addEventListener(name, act, { signal })
  on(composer.querySelector("[data-attach]"), "click", () => chooser.click())
  on(chooser, "change", () => {
    all(chooser.files)
    chooser.value = ""
    composer.querySelector("textarea").focus()
  })
  on(composer.querySelector("textarea"), "paste", (event) => {
    // A table's cells come as a picture as well; who pastes text wants text.
    const { files, types } = event.clipboardData
    if (!files.length || types.includes("text/plain")) return
    event.preventDefault()
    all(files)
  })
  dropping(composer, composer.closest(".desk__ticket") ?? composer, all, on)
}

function dropping(composer, place, all, on) {
  const holdsFiles = ({ dataTransfer }) => dataTransfer.types.includes("Files")
  const show = (over) => composer.toggleAttribute("dropping", over)
  on(place, "dragover", (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    show(true)
  })
  on(place, "dragleave", ({ relatedTarget }) => place.contains(relatedTarget) || show(false))
  on(place, "drop", (event) => {
    show(false)
    if (!holdsFiles(event)) return
    event.preventDefault()
    all(event.dataTransfer.files)
  })
}
