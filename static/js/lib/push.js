// Pushes on this device, for whichever page and worker: what the browser says, and how it is switched on and off.

// "unsupported", "denied", "on" or "off".
export async function standing(worker) {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window && isSecureContext)) return "unsupported"
  if (Notification.permission === "denied") return "denied"
  const registration = await navigator.serviceWorker.getRegistration(worker.scope)
  const subscription = await registration?.pushManager.getSubscription()
  return subscription && Notification.permission === "granted" ? "on" : "off"
}

// Asks the browser's leave, so only a click may call it. `send(subscription)` tells the server; null where there is no leave.
export async function subscribe(worker, send) {
  if ((await Notification.requestPermission()) !== "granted") return null
  const key = await publicKey()
  await navigator.serviceWorker.register(worker.address, { scope: worker.scope })
  const registration = await ready(worker)
  const subscription = (await fitting(registration, key)) ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }))
  await send(subscription.toJSON())
  return subscription
}

// `send(subscription)` tells the server, which must not push any more even if the browser keeps the subscription.
export async function unsubscribe(worker, send) {
  const registration = await navigator.serviceWorker.getRegistration(worker.scope)
  const subscription = await registration?.pushManager.getSubscription()
  if (!subscription) return
  await send(subscription.toJSON())
  await subscription.unsubscribe()
}

// Ours among push services; empty where none is set up.
export async function publicKey() {
  return (await (await fetch("/push/key")).json()).key
}

// One that was made for an older key of the server's is of no use.
async function fitting(registration, key) {
  const subscription = await registration.pushManager.getSubscription()
  const made = subscription?.options?.applicationServerKey
  if (!made || written(made) === key) return subscription
  await subscription.unsubscribe()
  return null
}

// `navigator.serviceWorker.ready` would wait for the worker of this page, which may be another one.
async function ready(worker) {
  for (;;) {
    const registration = await navigator.serviceWorker.getRegistration(worker.scope)
    if (registration.active) return registration
    const coming = registration.installing ?? registration.waiting
    await new Promise((done) => coming.addEventListener("statechange", done, { once: true }))
  }
}

const bytes = (key) => Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0))
const written = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
