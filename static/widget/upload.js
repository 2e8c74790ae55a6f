import { Failure, seconds } from "./api.js"

const LONG = 300_000

// XMLHttpRequest, because fetch cannot tell how far an upload has come.
export function put(api, { blob, name, client_id: clientId, duration_ms: duration }, token, onProgress) {
  const form = new FormData()
  form.append("client_id", clientId)
  if (duration) form.append("duration_ms", duration)
  form.append("file", blob, name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const fail = () => reject(api.reached(failureOf(request)))
    request.open("POST", `${api.base}uploads`)
    request.setRequestHeader("Authorization", `Bearer ${token}`)
    request.setRequestHeader("Accept-Language", api.language)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0)
    request.onload = () => (request.status < 300 ? resolve(JSON.parse(request.responseText)) : fail())
    request.onerror = request.onabort = request.ontimeout = fail
    request.timeout = LONG
    request.send(form)
  })
}

function failureOf(request) {
  let error = {}
  try {
    error = JSON.parse(request.responseText).error
  } catch {
    // A proxy's page or nothing at all: the status says enough.
  }
  const retryAfter = request.status ? seconds(request.getResponseHeader("Retry-After")) : 0
  return new Failure(request.status, { ...error, retryAfter })
}
