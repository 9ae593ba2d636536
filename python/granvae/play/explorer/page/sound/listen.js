// The engine's sound in this browser, for a listener at another machine than the one that plays.
//
// Pieces of sound come as granvae.play.explorer.client sends them. Each becomes the buffer of a
// node, one after the other on the clock of an AudioContext of the engine's rate: browsers have these
// on plain http too. A reserve always waits, so that a late piece leaves no gap. Where a gap is
// unavoidable, the sound fades out and in again. Times are in samples of that clock.

const FADE = 0.008; // s
const TOO_LATE = 0.005; // s before its fade-out, from which on a run is not continued
const FIRST_RESERVE = 0.1; // s of sound that wait
const MORE = 1.5; // times as much after each gap
const MOST_RESERVE = 1.0; // s
const TOO_MUCH = 0.25; // s beyond the reserve, after which sound is left out until no more wait
const TOO_MUCH_LONG = 0.06; // s, on the average
const DEAD_ZONE = 0.03; // s around the reserve in which two clocks agree well enough
const CALM = 0.02; // of a new measurement in the average: about a second of pieces

const LISTEN = {
  rate: 0, // Hz; 0 until the server announces it
  channels: 0,
  context: null, // while one listens
  run: null, // the pieces without a gap that are played: begin, end, next, gain, average
  reserve: FIRST_RESERVE,
  late: false, // whether sound is being left out
  lost: 0, // samples that were not heard

  begin() {
    $("listen").onclick = () => this.toggle();
    STORE.on("message", ([address, values]) => { if (address === "/listen") this.announce(values); });
    STORE.on("link", (status) => { if (status === "up" && this.context) STORE.ask("/listen", 1); });
  },

  announce([rate, channels]) {
    Object.assign(this, { rate, channels });
    $("listen").disabled = false;
  },

  toggle() {
    if (!this.rate) return;
    if (this.context) this.stop();
    else this.start();
    $("listen").setAttribute("aria-pressed", !!this.context);
  },

  start() {
    try {
      this.context = new AudioContext({ sampleRate: this.rate });
    } catch (error) {
      TRANSPORT.showMessage(`This browser cannot play ${this.rate} Hz; give granvae play another --rate.`);
      return;
    }
    Object.assign(this, { run: null, reserve: FIRST_RESERVE, late: false, lost: 0 });
    this.out = this.context.createGain();
    this.out.connect(this.context.destination);
    STORE.ask("/listen", 1);
    this.showing = setInterval(() => this.show(), 250);
    this.show();
  },

  stop() {
    const { context } = this;
    STORE.ask("/listen", 0);
    this.out.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
    setTimeout(() => context.close(), 100);
    clearInterval(this.showing);
    this.context = this.run = null;
    $("listen-state").textContent = "";
  },

  now() { return Math.ceil(this.context.currentTime * this.rate); },
  samples(seconds) { return Math.round(seconds * this.rate); },

  // A piece: the number of its first sample, and the samples.
  receive(data) {
    if (!this.context || this.context.state !== "running") return;
    const first = Number(new DataView(data).getBigUint64(0, true));
    const sound = new Int16Array(data, 8);
    const waits = this.run ? this.run.end - this.now() : 0;
    const reserve = this.samples(this.reserve);
    this.late = this.late && waits > reserve;
    if (this.late) return;
    this.continueOrBegin(first, waits);
    const { run } = this;
    run.average += CALM * (waits - run.average);
    const apart = run.average - reserve, zone = this.samples(DEAD_ZONE);
    this.play(run, this.buffer(sound, apart > zone ? -1 : apart < -zone ? 1 : 0));
    run.next = first + sound.length / this.channels;
    this.late = waits > reserve + this.samples(TOO_MUCH) || apart > this.samples(TOO_MUCH_LONG);
  },

  continueOrBegin(first, waits) {
    const before = this.run, fade = this.samples(FADE);
    const over = waits < fade + this.samples(TOO_LATE);
    if (before && before.next === first && !over) return;
    if (before) this.lost += Math.max(0, first - before.next);
    if (before && over) this.reserve = Math.min(MOST_RESERVE, this.reserve * MORE);
    const reserve = this.samples(this.reserve);
    const begin = over ? this.now() + reserve : before.end - fade;
    const gain = this.context.createGain();
    gain.connect(this.out);
    gain.gain.setValueAtTime(0, begin / this.rate);
    gain.gain.linearRampToValueAtTime(1, (begin + fade) / this.rate);
    this.run = { begin, end: begin, next: first, gain, average: reserve };
  },

  // A buffer of as many samples or, where the two clocks run apart, one more or fewer.
  buffer(sound, more) {
    const { channels } = this, count = sound.length / channels;
    const buffer = this.context.createBuffer(channels, Math.max(2, count + more), this.rate);
    const step = (count - 1) / (buffer.length - 1);
    for (let c = 0; c < channels; c++) {
      const out = buffer.getChannelData(c);
      for (let i = 0; i < out.length; i++) {
        const at = i * step, k = Math.floor(at), next = Math.min(k + 1, count - 1);
        const [a, b] = [sound[k * channels + c], sound[next * channels + c]];
        out[i] = (a + (at - k) * (b - a)) / 32767;
      }
    }
    return buffer;
  },

  // Puts it at the end of a run, and the fade-out at the new end.
  play(run, buffer) {
    const { rate } = this, fade = this.samples(FADE), { gain } = run.gain;
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(run.gain);
    source.start(run.end / rate);
    if (run.fades) gain.cancelScheduledValues((run.fades - 0.5) / rate);
    run.end += buffer.length;
    run.fades = Math.max(run.begin + fade + 1, run.end - fade);
    gain.setValueAtTime(1, run.fades / rate);
    gain.linearRampToValueAtTime(0, run.end / rate);
  },

  show() {
    const waits = this.run ? this.run.end - this.now() : 0;
    const behind = waits / this.rate + (this.context.outputLatency || 0);
    const lost = this.lost / this.rate;
    const text = waits <= 0 ? "Waiting for the sound."
      : `Playing, ${10 * Math.round(100 * behind)} ms behind${lost >= 0.05 ? `; ${lost.toFixed(1)} s were lost` : ""}.`;
    if ($("listen-state").textContent !== text) $("listen-state").textContent = text;
  },
};
