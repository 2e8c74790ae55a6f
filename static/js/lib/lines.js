// The lines of a conversation stand in the order of their places: the newest straight in the log, earlier ones in pages.
export const isLine = (node) => node.hasAttribute("data-seq")
export const seqOf = (line) => Number(line.dataset.seq)

const isPage = (node) => node.classList.contains("log__page")

export function lastLine(block) {
  return within(block.lastElementChild)
}

export function lineBefore(line) {
  const here = within(line.previousElementSibling)
  if (here || !isPage(line.parentElement)) return here
  return within(line.parentElement.previousElementSibling)
}

export function lineAfter(line) {
  for (let node = line.nextElementSibling; node; node = node.nextElementSibling) if (isLine(node)) return node
  return isPage(line.parentElement) ? firstAfter(line.parentElement) : null
}

export function firstLine(block) {
  for (let node = block.firstElementChild; node; node = node.nextElementSibling) {
    if (isLine(node)) return node
    const inside = isPage(node) && firstLine(node)
    if (inside) return inside
  }
  return null
}

// From the newest to the oldest of those on the page; what is put away is passed over.
export function* linesBackwards(log) {
  for (let line = lastLine(log); line; line = lineBefore(line)) yield line
}

function within(node) {
  for (; node; node = node.previousElementSibling) {
    if (isLine(node)) return node
    const inside = isPage(node) && lastLine(node)
    if (inside) return inside
  }
  return null
}

function firstAfter(page) {
  for (let node = page.nextElementSibling; node; node = node.nextElementSibling) {
    if (isLine(node)) return node
    const inside = isPage(node) && firstLine(node)
    if (inside) return inside
  }
  return null
}
