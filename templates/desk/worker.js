// The desk's service worker. It keeps the page that says "no network", and nothing that anybody wrote; it shows
// notifications, so that they work on phones too, and leads from them to the ticket.
const CACHE = "desk-offline-{{ version }}"
const KEPT = {{ kept }}
const OFFLINE = "{{ offline }}"

// Pushes: shown, proved, and led by leadTo below.
importScripts("{{ pushes }}")

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([OFFLINE, ...KEPT])).then(() => skipWaiting()))
})

addEventListener("activate", (event) => {
  event.waitUntil(tidy())
})

async function tidy() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith("desk-offline-") && name !== CACHE).map((name) => caches.delete(name)))
  await registration.navigationPreload?.enable()
  await clients.claim()
}

addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET") return
  if (request.mode === "navigate") event.respondWith(page(event))
  else if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)))
})

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return caches.match(OFFLINE)
  }
}

// A tab of the desk that is open already is better than another one.
async function leadTo(address) {
  const url = new URL(address, location.origin).href
  const tabs = await clients.matchAll({ type: "window" })
  const tab = tabs.find((each) => each.url === url) ?? tabs.find((each) => new URL(each.url).pathname.startsWith("/desk/"))
  if (!tab) return clients.openWindow(url)
  await tab.focus()
  if (tab.url !== url) tab.postMessage({ type: "open", url })
}
