// The number of tickets that wait, where a tab is seen from afar: in its title, on its icon, on the app's icon.
let number = 0
let drawn = null
const icon = document.querySelector('link[rel="icon"]')
const plain = icon?.href
const PREFIX = /^\(\d+\+?\) /

export function badge(count) {
  number = count
  write()
  draw()
  if (navigator.setAppBadge) (count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {})
}

const wanted = () => (number ? `(${number > 99 ? "99+" : number}) ` : "")

function write() {
  const title = wanted() + document.title.replace(PREFIX, "")
  if (title !== document.title) document.title = title
}

// Another ticket is another title; the number stays before it.
new MutationObserver(write).observe(document.head, { childList: true, subtree: true, characterData: true })

function draw() {
  if (!icon || drawn === Boolean(number)) return
  drawn = Boolean(number)
  if (!number) return (icon.href = plain)
  const picture = new Image()
  picture.onload = () => number && (icon.href = marked(picture))
  picture.src = plain
}

function marked(picture) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 })
  const pen = canvas.getContext("2d")
  pen.drawImage(picture, 0, 0, 64, 64)
  pen.beginPath()
  pen.arc(48, 16, 15, 0, 2 * Math.PI)
  pen.globalCompositeOperation = "destination-out"
  pen.fill()
  pen.globalCompositeOperation = "source-over"
  pen.beginPath()
  pen.arc(48, 16, 12, 0, 2 * Math.PI)
  pen.fillStyle = "#d92d20"
  pen.fill()
  return canvas.toDataURL("image/png")
}
