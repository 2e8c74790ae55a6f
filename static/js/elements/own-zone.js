// <own-zone guess>: chooses the zone of this machine in the list, where nobody has chosen one.
class OwnZone extends HTMLElement {
  connectedCallback() {
    if (!this.hasAttribute("guess")) return
    const list = this.querySelector("select")
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if ([...list.options].some((option) => option.value === zone)) list.value = zone
  }
}

customElements.define("own-zone", OwnZone)
