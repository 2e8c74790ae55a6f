const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [12, 4]]
// From so many moments on, points would hide the lines.
const CROWDED = 24
const DARK = matchMedia("(prefers-color-scheme: dark)")

// <delivery-chart limit="97">: draws the table inside it, a line for each of its columns, in the colours of the legend.
class DeliveryChart extends HTMLElement {
  #chart
  #draw = () => this.#redraw()

  async connectedCallback() {
    DARK.addEventListener("change", this.#draw)
    // Of use on this page alone, and large.
    await import("chart.js")
    if (this.isConnected) this.#redraw()
  }

  disconnectedCallback() {
    DARK.removeEventListener("change", this.#draw)
    this.#chart?.destroy()
  }

  #redraw() {
    this.#chart?.destroy()
    this.#chart = new globalThis.Chart(this.querySelector("canvas"), {
      type: "line",
      data: { labels: this.#labels(), datasets: [...this.#lines(), ...this.#limit()] },
      options: this.#options(),
    })
  }

  #labels() {
    return [...this.querySelectorAll("tbody th")].map(cell => cell.textContent.trim())
  }

  #lines() {
    const rows = [...this.querySelectorAll("tbody tr")]
    return [...this.querySelectorAll(".legend [class^='series']")].map((key, column) => ({
      label: key.textContent,
      data: rows.map(row => share(row.querySelectorAll("td")[column])),
      borderColor: colour(key, "--key"),
      backgroundColor: colour(key, "--key"),
      tension: 0,
      borderWidth: 2,
      // Told apart without colours too.
      borderDash: DASHES[column] ?? [],
      pointRadius: rows.length > CROWDED ? 1.5 : 2.5,
      clip: 6,
    }))
  }

  #limit() {
    const limit = this.getAttribute("limit")
    if (!limit) return []
    const key = this.querySelector(".key-limit")
    const data = this.#labels().map(() => Number(limit))
    return [{ label: key.textContent, data, borderColor: colour(key, "--key"), borderDash: [4, 4], borderWidth: 1, pointRadius: 0 }]
  }

  #options() {
    const ink = colour(this, "--ink-soft")
    const grid = { color: colour(this, "--line") }
    const ticks = { color: ink, maxRotation: 0, autoSkipPadding: 16 }
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: item => `${item.dataset.label}: ${item.formattedValue} %` } } },
      scales: {
        x: { ticks, grid },
        y: { grid, suggestedMin: 80, max: 100, ticks: { ...ticks, maxTicksLimit: 6, callback: value => `${value} %` } },
      },
    }
  }
}

function share(cell) {
  return cell.dataset.share ? Number(cell.dataset.share) : null
}

// A canvas knows no custom properties: the browser works the value out on an element of its own.
function colour(place, name) {
  const probe = document.createElement("i")
  probe.className = "colour-probe"
  place.append(probe)
  probe.style.color = `var(${name})`
  const found = getComputedStyle(probe).color
  probe.remove()
  return found
}

customElements.define("delivery-chart", DeliveryChart)
