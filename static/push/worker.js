// What a service worker does with a push: show it, prove that it was shown, and lead where it points. A site of another origin
// imports it into a worker of its own: importScripts("https://help.example.com/push/worker.js").
// Its names stay its own, since a worker that imports it has some too.
;(() => {
  const KEPT = "push-receipts"
  // Whose pushes these are, when another site's worker imports this.
  const HOME = "push-home"
  const PAUSES = [1_000, 4_000, 10_000]

  self.addEventListener("install", () => self.skipWaiting())
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))
  self.addEventListener("push", (event) => event.waitUntil(take(event.data)))
  self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)))
  self.addEventListener("sync", (event) => event.tag === KEPT && event.waitUntil(sendKept()))

  self.addEventListener("notificationclick", (event) => {
    const { url, receipt, receipt_url: to } = event.notification.data ?? {}
    event.notification.close()
    // The desk leads its own way.
    const lead = self.leadTo ?? visit
    event.waitUntil(Promise.all([url && lead(url), receipt && tell({ receipt, event: "opened" }, to)]))
  })

  // Shown first: a receipt says that the customer can see it.
  async function take(data) {
    const words = wordsOf(data)
    if (!words?.title) return
    await self.registration.showNotification(words.title, {
      body: words.body ?? "",
      tag: words.notification_id,
      icon: words.icon,
      data: { url: words.link, receipt: words.receipt, receipt_url: words.receipt_url },
    })
    if (words.receipt_url) await (await caches.open(HOME)).put(HOME, new Response(new URL(words.receipt_url).origin))
    if (words.receipt) await tell({ receipt: words.receipt, event: "delivered" }, words.receipt_url)
    await sendKept()
  }

  // The browser gives up a subscription by itself now and then: the server must learn of the next one.
  async function renew({ oldSubscription: was, newSubscription: given }) {
    if (!was) return
    const now = given ?? (await self.registration.pushManager.subscribe(was.options))
    const home = (await (await caches.match(HOME))?.text()) ?? self.location.origin
    await tell({ was: was.toJSON(), subscription: now.toJSON() }, `${home}/push/renewed`)
  }

  // Firebase puts our words into a message of its own.
  function wordsOf(data) {
    try {
      const message = data.json()
      return message.data?.receipt_url ? message.data : message
    } catch {
      return null
    }
  }

  // Kept before it is sent: without a network, or when the browser ends us, the next push or the browser's sync sends it.
  async function tell(said, to) {
    const cache = await caches.open(KEPT)
    const key = `/push/kept?${new URLSearchParams({ said: JSON.stringify(said) })}`
    await cache.put(key, new Response(JSON.stringify({ said, to })))
    for (const pause of [...PAUSES, 0]) {
      if (await send(said, to)) return cache.delete(key)
      if (pause) await new Promise((done) => setTimeout(done, pause))
    }
    await self.registration.sync?.register(KEPT).catch(() => {})
  }

  async function sendKept() {
    const cache = await caches.open(KEPT)
    for (const key of await cache.keys()) {
      const { said, to } = await (await cache.match(key)).json()
      if (await send(said, to)) await cache.delete(key)
    }
  }

  // True when there is nothing more to do: taken, or refused for good.
  async function send(said, to) {
    try {
      const body = JSON.stringify(said)
      const headers = { "Content-Type": "application/json" }
      const answer = await fetch(to, { method: "POST", credentials: "omit", headers, body, signal: AbortSignal.timeout(10_000) })
      return answer.status !== 429 && answer.status < 500
    } catch {
      return false
    }
  }

  // The page itself if it is open somewhere, else a new one.
  async function visit(url) {
    const address = new URL(url, self.location.origin)
    if (!["https:", "http:"].includes(address.protocol)) return
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true })
    const there = open.find((each) => each.url === address.href)
    await (there ? there.focus() : self.clients.openWindow(address.href))
  }
})()
