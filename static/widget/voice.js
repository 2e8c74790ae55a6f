import { h, icon } from "./dom.js"
import { uuid } from "./memory.js"
import { sheet } from "./styles.js"

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"]
const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" }
const HELD = 400
const SHORTEST = 500
const LONGEST = 5 * 60_000
const PLAY = "M7 4.5v11l8.5-5.5z"
const PAUSE = "M7 4.5v11M13 4.5v11"
const STOP = "M5.5 5.5h9v9h-9z"
const BIN = "M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.7 11h7.6l.7-11"

const css = `
.recorder { display: flex; align-items: center; gap: 8px; min-block-size: 44px; > .button { --button-round: 50%; --button-size: 36px; } > .voice { flex: 1; min-inline-size: 0; } }
.recorder__time { flex: 1; display: flex; align-items: center; gap: 8px; font-variant-numeric: tabular-nums; &::before { content: ""; inline-size: 10px; block-size: 10px; border-radius: 50%; background: var(--negative); animation: typing 1.2s ease-in-out infinite; } }
.recorder[data-asking] .recorder__time::before { background: var(--ink-faint); animation: none; }
.recorder__level { flex: 1; appearance: none; block-size: 4px; border: 0; border-radius: 4px; background: var(--line); overflow: hidden; &::-webkit-meter-inner-element { display: block; } &::-webkit-meter-bar { background: var(--line); border: 0; block-size: 4px; } &::-webkit-meter-optimum-value { background: var(--accent); transition: inline-size 100ms linear; } &::-moz-meter-bar { background: var(--accent); } }
.voice > input { flex: 1; min-inline-size: 48px; margin: 0; accent-color: var(--accent); block-size: 24px; cursor: pointer; }
@media (prefers-reduced-motion: reduce) { .recorder__time::before { animation: none; } }
`

let dressed = null

function dress(element) {
  const root = element.getRootNode()
  if (dressed !== root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(css)]
  dressed = root
}

let recorder = null

export function record(composer, released) {
  dress(composer.element)
  recorder ??= new Recorder(composer, () => { recorder = null })
  return recorder.begin(released)
}

// Takes the place of the line one writes in, from the first press until the voice is sent or thrown away.
class Recorder {
  #chunks = []
  #timers = []
  #since = 0
  #wanted = "look"

  constructor(composer, done) {
    Object.assign(this, { composer, done, t: composer.t, lasting: composer.log.view.extras.lasting })
    this.time = h("span", { "class": "recorder__time", "role": "timer", "aria-label": this.t("Recording") }, this.t("Allow the microphone"))
    this.level = h("meter", { "class": "recorder__level", "max": "1", "aria-hidden": "true" })
    this.bar = h("div", { "class": "recorder", "role": "group", "aria-label": this.t("Voice message"), "data-asking": true, "onkeydown": event => this.#key(event) },
      this.composer.button(BIN, this.t("Delete the recording"), () => this.cancel()), this.time)
  }

  // A press and a release make it go on by itself; who holds the button lets go when he has spoken.
  async begin(released) {
    const pressed = Date.now()
    this.composer.warn("")
    this.composer.form.hidden = true
    this.composer.element.append(this.bar)
    this.bar.firstChild.focus()
    released?.then(when => this.#since && when - pressed > HELD && this.stop("look"))
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      if (this.bar.isConnected) this.#start()
      else this.#release()
    } catch (failure) {
      this.#leave()
      this.composer.warn(this.#why(failure))
    }
  }

  #why({ name }) {
    if (name === "NotAllowedError" || name === "SecurityError") return this.t("The microphone is not allowed. Allow it for this page in the browser, then press again.")
    return name === "NotFoundError" ? this.t("No microphone was found.") : this.t("The recording did not work. Try again.")
  }

  #start() {
    this.type = KINDS.find(kind => MediaRecorder.isTypeSupported(kind)) || ""
    this.machine = new MediaRecorder(this.stream, { mimeType: this.type, audioBitsPerSecond: 32_000 })
    this.machine.ondataavailable = ({ data }) => this.#chunks.push(data)
    this.machine.onstop = () => this.#stopped()
    this.machine.start(1000)
    this.#since = Date.now()
    this.#timers = [setInterval(() => this.#tick(), 200), setTimeout(() => this.stop("look"), LONGEST)]
    delete this.bar.dataset.asking
    this.#listen()
    this.bar.append(this.level, this.composer.button(STOP, this.t("Stop recording"), () => this.stop("look")), this.#send(() => this.stop("send")))
    this.bar.children[3].focus()
    this.#tick()
  }

  #listen() {
    this.context = new AudioContext()
    this.ear = this.context.createAnalyser()
    this.context.createMediaStreamSource(this.stream).connect(this.ear)
    this.samples = new Uint8Array(this.ear.fftSize)
  }

  #tick() {
    this.time.textContent = this.lasting(Date.now() - this.#since)
    this.ear.getByteTimeDomainData(this.samples)
    this.level.value = Math.min(1, Math.max(...this.samples.map(each => Math.abs(each - 128))) / 64)
  }

  stop(wanted) {
    if (this.machine?.state !== "recording") return
    this.lasted = Date.now() - this.#since
    this.#wanted = wanted
    this.machine.stop()
    this.#release()
  }

  #release() {
    this.#timers.forEach(clearTimeout)
    this.stream?.getTracks().forEach(track => track.stop())
    if (this.context?.state !== "closed") this.context?.close()
  }

  #stopped() {
    if (this.#wanted === "gone") return
    const type = this.type.split(";")[0] || "audio/webm"
    const blob = new Blob(this.#chunks, { type })
    this.file = { client_id: uuid(), blob, name: `voice.${ENDINGS[type] || "webm"}`, size: blob.size, type, duration_ms: this.lasted, error: "" }
    if (this.lasted < SHORTEST || !blob.size) this.#tooShort()
    else if (this.#wanted === "send") this.#post()
    else this.#look()
  }

  #tooShort() {
    this.#leave()
    this.composer.warn(this.t("That was too short. Hold the button while you speak, or press it once."))
  }

  // Heard before it is sent; on its way already, so that sending takes no time.
  #look() {
    const url = URL.createObjectURL(this.file.blob)
    const row = h("div", { class: "attachment voice" })
    this.player = new Player(row, { t: this.t, lasting: this.lasting, duration: this.lasted, address: async () => url })
    this.bar.replaceChildren(this.composer.button(BIN, this.t("Delete the recording"), () => this.cancel()), row, this.#send(() => this.#post()))
    this.bar.lastChild.focus()
    this.composer.client.outbox.upload(this.file).then(({ key }) => { this.file.key = key }, () => {})
  }

  #post() {
    const { file } = this
    this.#leave()
    this.composer.post("", [file])
  }

  cancel() {
    this.#wanted = "gone"
    if (this.machine?.state === "recording") this.machine.stop()
    this.#leave()
  }

  #leave() {
    this.#release()
    this.player?.stop()
    this.bar.remove()
    this.composer.form.hidden = false
    this.composer.text.focus()
    this.done()
  }

  #key(event) {
    if (event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    this.cancel()
  }

  #send(act) {
    return h("button", { "class": "button button--primary button--icon", "type": "button", "aria-label": this.t("Send"), "onclick": act }, icon("up"))
  }
}

let playing = null

// Turns the row of a voice message into its player, and plays.
export function play(extras, row, message, file) {
  dress(row)
  const address = () => extras.fresh(message, file)
  new Player(row, { t: extras.t, lasting: extras.lasting, duration: file.duration_ms || 0, address }).toggle()
}

class Player {
  constructor(row, { t, lasting, duration, address }) {
    Object.assign(this, { t, lasting, duration, address })
    this.button = h("button", { class: "button button--quiet button--icon", type: "button", onclick: () => this.toggle() })
    this.place = h("input", { "type": "range", "min": "0", "max": "1000", "value": "0", "aria-label": t("Place in the voice message"), "oninput": () => this.#seek() })
    this.time = h("span", { class: "attachment__size" })
    this.audio = new Audio()
    this.audio.preload = "metadata"
    for (const kind of ["play", "pause", "timeupdate", "ended"]) this.audio.addEventListener(kind, () => this.#draw())
    this.audio.addEventListener("ended", () => { this.audio.currentTime = 0 })
    this.audio.addEventListener("error", () => { this.time.textContent = t("This browser cannot play it.") })
    row.replaceChildren(this.button, this.place, this.time)
    this.#draw()
  }

  get length() {
    const { duration } = this.audio
    return Number.isFinite(duration) && duration > 0 ? duration : this.duration / 1000 || 1
  }

  async toggle() {
    this.button.focus()
    if (!this.audio.paused) return this.stop()
    if (!this.audio.src || this.audio.error) this.audio.src = (await this.address()) || ""
    playing?.stop()
    playing = this
    return this.audio.play().catch(() => {})
  }

  stop() {
    this.audio.pause()
  }

  #seek() {
    this.audio.currentTime = (this.place.value / 1000) * this.length
    this.#draw()
  }

  #draw() {
    const { paused, currentTime, ended } = this.audio
    const label = paused ? this.t("Play the voice message") : this.t("Pause")
    this.button.ariaLabel = this.button.title = label
    this.button.replaceChildren(icon(paused ? PLAY : PAUSE))
    this.place.value = ended ? 0 : Math.round((currentTime / this.length) * 1000)
    this.place.ariaValueText = this.lasting(currentTime * 1000)
    this.time.textContent = this.lasting(currentTime && !ended ? currentTime * 1000 : this.length * 1000)
  }
}
