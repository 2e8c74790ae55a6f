// What the page's elements tell each other goes over the document, so none has to know another.
export const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }))

export function hear(element, handlers) {
  const off = new AbortController()
  for (const [name, handle] of Object.entries(handlers))
    document.addEventListener(`desk:${name}`, (event) => handle.call(element, event.detail ?? {}), { signal: off.signal })
  return () => off.abort()
}
