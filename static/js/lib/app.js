// The worker's address names the language of its one page; another language is another worker.
async function install() {
  const address = `/desk/worker.js?language=${document.documentElement.lang}`
  await navigator.serviceWorker.register(address, { scope: "/desk/" })
}

navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.type === "open") follow(data.url)
})

// Without a page load where the desk can do it: a draft that is being written stays on the screen until it is kept.
export function follow(url) {
  const { pathname, search } = new URL(url, location.href)
  const row = [...document.querySelectorAll("a.ticket-row")].find((each) => each.pathname === pathname)
  if (row) return row.click()
  if (pathname !== location.pathname) location.assign(pathname + search)
}

// Where the page is not trustworthy (plain http) there is no worker, and the desk works without one.
if (navigator.serviceWorker) addEventListener("load", () => install().catch(() => {}), { once: true })

