import { part } from "./dom.js"
import { pause } from "./memory.js"

const PATIENCE = 15_000
const TRY_AGAIN = 3000

// Why a request did not do what it should. Status 0: no answer at all.
export class Failure extends Error {
  constructor(status, { code = "", message = "", fields = {}, retryAfter = 0 } = {}) {
    super(message)
    Object.assign(this, { status, code, fields, retryAfter })
  }

  get passing() {
    return [0, 401, 408, 425, 429].includes(this.status) || this.status >= 500
  }
}

export class Api {
  #renewing = null
  onSession = () => {}
  onReach = () => {}

  constructor({ origin, site, memory, language, wanted, identity }) {
    this.base = `${origin}/widget/api/`
    Object.assign(this, { site, memory, language, wanted, identity })
  }

  get token() {
    return this.memory.get("token") || null
  }

  // One request at a time however many callers ran into the same 401.
  session() {
    this.#renewing ??= this.#session().finally(() => { this.#renewing = null })
    return this.#renewing
  }

  async #session() {
    const answer = await this.#greet()
    this.memory.set({ token: answer.token })
    this.onSession(answer)
    return answer
  }

  // A token or a signed identity that has run out must not keep the customer from writing: go on without it.
  async #greet() {
    const { token: old, identity: signed } = this
    const tries = [old && signed && [old, signed], old && [old, null], signed && [null, signed], [null, null]]
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const body = identity => ({ site: this.site, identity, language: this.wanted || null, zone })
    let last
    for (const [token, identity] of tries.filter(Boolean)) {
      try {
        return await this.#send("POST", "session", body(identity), token)
      } catch (failure) {
        if (![401, 422].includes(failure.status)) throw failure
        last = failure
      }
    }
    throw last
  }

  async call(method, path, body) {
    return this.#withToken(token => this.#send(method, path, body, token))
  }

  // Until there is an answer, whatever it is.
  async insist(path, body) {
    for (;;) {
      try {
        return await this.call("POST", path, body)
      } catch (failure) {
        if (!failure.passing) throw failure
        await pause(failure.retryAfter || TRY_AGAIN)
      }
    }
  }

  // Another tab may have brought a new token already: then that one is tried first.
  async #withToken(work) {
    if (!this.token) await this.session()
    const used = this.token
    try {
      return await work(used)
    } catch (failure) {
      if (failure.status !== 401) throw failure
    }
    if (this.token === used) await this.session()
    return work(this.token)
  }

  async #send(method, path, body, token) {
    const headers = { __proto__: null, "Accept": "application/json", "Accept-Language": this.language }
    if (token) headers.Authorization = `Bearer ${token}`
    if (body) headers["Content-Type"] = "application/json"
    const request = { __proto__: null, method, headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }
    if (body) request.body = JSON.stringify(body)
    let status = 0
    try {
      const answer = await fetch(this.base + path, request)
      status = answer.status
      return await this.#read(answer)
    } catch (failure) {
      throw this.reached(failure instanceof Failure ? failure : new Failure(status >= 400 ? status : 0))
    }
  }

  async #read(answer) {
    if (answer.ok) {
      const content = answer.status === 204 ? null : await answer.json()
      this.onReach(null)
      return content
    }
    const retryAfter = seconds(answer.headers.get("Retry-After"))
    const { error } = await answer.json().catch(() => ({}))
    throw new Failure(answer.status, { ...error, retryAfter })
  }

  reached(failure) {
    this.onReach(failure)
    return failure
  }

  // A part that does not load is a network that does not answer.
  async upload(file, onProgress) {
    const { put } = await part("upload").catch(() => { throw this.reached(new Failure(0)) })
    return this.#withToken(token => put(this, file, token, onProgress))
  }
}

export function seconds(header) {
  const value = Number(header)
  return Number.isFinite(value) && value > 0 ? Math.min(value, 300) * 1000 : 0
}
