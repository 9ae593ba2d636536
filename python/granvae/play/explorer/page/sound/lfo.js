// A slow oscillator for each latent, around the slider's value when it began.

const LFO_MS = 25;
const SHAPES = {
  sine: (t) => Math.sin(2 * Math.PI * t),
  triangle: (t) => 1 - 4 * Math.abs(((t + 0.25) % 1) - 0.5),
  "saw up": (t) => 2 * (t % 1) - 1,
  drift,
};

const LFO = {
  of: new Map(), // latent -> { on, rate (Hz), depth (σ), shape, centre, time }
  edited: null,

  begin() {
    setInterval(() => this.tick(), LFO_MS);
    STORE.on("model", () => { this.of.clear(); this.close(); });
    STORE.on("latent", () => this.follow());
  },

  runs(d) { return !!(this.of.get(d) && this.of.get(d).on); },

  // The slider was moved by hand: the new middle.
  centre(d, value) {
    if (this.of.has(d)) this.of.get(d).centre = value;
  },

  // A change from elsewhere, as of a preset: the new middle.
  follow() {
    if (this.own) return;
    for (const [d, lfo] of this.of) lfo.centre = STORE.latent[d];
  },

  tick() {
    const running = Array.from(this.of).filter(([, lfo]) => lfo.on);
    if (!running.length || STORE.path.length > 1 || MAP.hover) return;
    const point = STORE.latent.slice();
    for (const [d, lfo] of running) {
      lfo.time += (lfo.rate * LFO_MS) / 1000;
      point[d] = lfo.centre + lfo.depth * SHAPES[lfo.shape](lfo.time, d);
    }
    this.own = true;
    STORE.apply("/latent", point);
    this.own = false;
  },

  edit(d) {
    if (this.edited === d) return this.close();
    if (!this.of.has(d)) {
      this.of.set(d, { on: false, rate: 0.2, depth: 1, shape: "sine", centre: STORE.latent[d], time: 0 });
    }
    const lfo = Object.assign(this.of.get(d), { centre: STORE.latent[d], on: true });
    this.edited = d;
    const strip = Object.assign($("lfo"), { textContent: "", hidden: false, onsubmit: (event) => event.preventDefault() });
    const name = STORE.model.labels[d];
    strip.setAttribute("aria-label", `LFO of ${name}`);
    const shape = make("select", { "aria-label": "Shape", onchange: () => { lfo.shape = shape.value; } });
    options(shape, Object.keys(SHAPES).map((each) => [each, each]));
    shape.value = lfo.shape;
    const stop = button("Stop", () => { lfo.on = false; this.close(); }, { type: "button" });
    const done = button("Done", () => this.close(), { type: "button", className: "quiet" });
    strip.append(
      make("b", { textContent: name }), shape,
      this.slider("Rate", "Hz", -2, 1, Math.log10(lfo.rate), (v) => { lfo.rate = 10 ** v; return lfo.rate; }),
      this.slider("Depth", "", 0, 3, lfo.depth, (v) => { lfo.depth = v; return v; }),
      make("span", { className: "space" }), stop, done,
    );
    LATENTS.showLfos();
  },

  slider(name, unit, min, max, value, take) {
    const output = make("output", {});
    const oninput = () => { output.value = `${take(+input.value).toFixed(2)} ${unit}`; };
    const input = make("input", { type: "range", min, max, step: 0.01, value, "aria-label": name, oninput });
    oninput();
    return make("label", { className: "inline" }, [make("span", { textContent: name }), input, output]);
  },

  close() {
    this.edited = null;
    $("lfo").hidden = true;
    LATENTS.showLfos();
  },
};

// A smooth random motion: values drawn for each whole t, between them a cosine.
function drift(t, seed) {
  const draw = (k) => {
    const x = Math.sin(12.9898 * (k + 1) + 78.233 * (seed + 1)) * 43758.5453;
    return 2 * (x - Math.floor(x)) - 1;
  };
  const k = Math.floor(t), s = 0.5 - 0.5 * Math.cos(Math.PI * (t - k));
  return draw(k) + s * (draw(k + 1) - draw(k));
}
