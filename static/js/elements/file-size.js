import { language } from "lib/words"

const UNITS = ["kilobyte", "megabyte", "gigabyte"]

// <file-size bytes="245760">: 240 kB, in the reader's language.
class FileSize extends HTMLElement {
  connectedCallback() {
    let size = Math.max(Number(this.getAttribute("bytes")) / 1024, 1)
    let unit = 0
    for (; size >= 1000 && unit < UNITS.length - 1; unit++) size /= 1024
    const format = { style: "unit", unit: UNITS[unit], maximumFractionDigits: unit && size < 10 ? 1 : 0 }
    this.textContent = new Intl.NumberFormat(language, format).format(size)
  }
}

customElements.define("file-size", FileSize)
