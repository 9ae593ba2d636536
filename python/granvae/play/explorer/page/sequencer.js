// The sequencer: a row of steps for the chosen track, one of their values at a time, as bars.

// What a bar may be: its range, how it is written, and where it grows from.
const STEP_LANES = {
  level: { label: "Level", low: 0, high: 1.5, from: 0, step: 0.05, text: (v) => `${Math.round(100 * v)} %` },
  pitch: { label: "Pitch", low: -12, high: 12, from: 0, step: 1, text: (v) => `${v > 0 ? "+" : ""}${Math.round(v)} st` },
  length: { label: "Length", low: 0.1, high: 4, from: 0, step: 0.1, text: (v) => `${v.toFixed(1)} steps` },
  probability: { label: "Chance", low: 0, high: 1, from: 0, step: 0.05, text: (v) => `${Math.round(100 * v)} %` },
  glide: { label: "Glide", low: 0, high: 1, from: 0, step: 0.05, text: (v) => `${Math.round(100 * v)} %` },
};

const SEQUENCER = {
  number: 0, // of the track that is seen
  lane: "level",
  chosen: 0, // step

  begin() {
    this.build();
    STORE.on("pattern", (what) => (what === "step" ? this.light() : this.show()));
    STORE.on("model", () => this.show());
    this.show();
  },

  get track() { return PATTERN.pattern && PATTERN.pattern.tracks[this.number]; },

  change(address, ...values) { STORE.change(address, values); },

  build() {
    const panel = $("sequencer");
    const play = () => STORE.change(PATTERN.running ? "/sequence/stop" : "/sequence/start", [], false);
    this.play = button("Play", play, { className: "toggle", title: "Play the pattern (Q)" });
    this.tracks = make("div", { className: "choices", role: "group", "aria-label": "Track" });
    this.lanes = make("div", { className: "choices", role: "radiogroup", "aria-label": "Value of the steps" },
      Object.entries(STEP_LANES).map(([name, lane]) => button(lane.label, null, { role: "radio", "data-mode": name, "aria-checked": name === this.lane })));
    this.tempo = this.field("Tempo", { min: 20, max: 400, step: 1 }, (v) => this.change("/sequence/tempo", v));
    this.swing = this.field("Swing", { min: 50, max: 75, step: 1, title: "Per cent: 50 is even, 67 triplets" }, (v) => this.change("/sequence/swing", v / 100));
    this.steps = this.field("Steps", { min: 1, max: 64, step: 1 }, (v) => this.change("/track/steps", this.number, v));
    this.hits = this.field("Euclid", { min: 0, max: 64, step: 1, title: "So many steps, spread as evenly as can be" }, (v) => this.change("/track/euclid", this.number, v));
    this.mutation = this.field("Mutate", { min: 0, max: 4, step: 0.05, title: "σ that each step moves towards a training grain near by, every cycle" }, (v) => this.change("/track/mutation", this.number, v, Math.max(this.track.limit, v)));
    this.walk = this.field("Walk", { min: 0, max: 256, step: 1, title: "Grains of a walk along the recordings that each step plays; 0: the grain of its own point" }, (v) => this.change("/track/walk", this.number, v));
    const head = make("div", { className: "head" }, [
      make("h2", { id: "sequencer-title", textContent: "Sequence" }), this.play, this.tempo, this.swing,
      make("span", { className: "space" }), this.tracks, this.steps, this.hits, this.mutation, this.walk,
    ]);
    this.grid = make("div", { className: "steps" });
    this.what = make("output", { className: "what" });
    this.mute = button("Mute", () => this.change("/track/mute", this.number, this.track.mute ? 0 : 1));
    const foot = make("div", { className: "foot" }, [
      this.lanes, this.what, make("span", { className: "space" }),
      button("Set to here", () => this.place(STORE.latent), { title: "The step gets the current point" }),
      button("Go there", () => this.change("/latent", ...PATTERN.point(this.track.steps[this.chosen])), { title: "The latents become those of the step" }),
      button("Scatter", () => this.scatter(), { title: "Every step gets a training grain" }),
      this.mute,
    ]);
    panel.append(head, this.grid, foot);
    radios(this.lanes, (lane) => { this.lane = lane; this.show(); });
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "q" && !event.ctrlKey && !event.metaKey && !event.target.matches("input:not([type=range]), select, .keyboard")) this.play.click();
    });
  },

  field(label, attributes, change) {
    const input = numberInput(attributes, change);
    const whole = make("label", { className: "inline", title: attributes.title || "" }, [make("span", { textContent: label }), input]);
    whole.set = (value) => showValue(input, value);
    return whole;
  },

  show() {
    const pattern = PATTERN.pattern;
    $("sequencer").classList.toggle("away", !pattern);
    if (!pattern) return;
    this.number = Math.min(this.number, pattern.tracks.length - 1);
    this.chosen = Math.min(this.chosen, this.track.steps.length - 1);
    this.play.textContent = PATTERN.running ? "Stop" : "Play";
    this.play.setAttribute("aria-pressed", PATTERN.running);
    this.tempo.set(formatNumber(pattern.tempo));
    this.swing.set(Math.round(100 * pattern.swing));
    this.steps.set(this.track.steps.length);
    this.hits.set(this.track.steps.filter((step) => step.on).length);
    this.mutation.set(formatNumber(this.track.mutation));
    this.walk.set(this.track.walk);
    this.mute.setAttribute("aria-pressed", this.track.mute);
    this.showTracks(pattern.tracks.length);
    this.showSteps();
    this.light();
  },

  showTracks(count) {
    const most = 8;
    if (this.tracks.childElementCount !== Math.min(most, count) + (count < most)) {
      this.tracks.textContent = "";
      for (let k = 0; k < Math.min(most, count); k++) {
        this.tracks.append(button(k + 1, () => { this.number = k; this.show(); }, { "aria-label": `Track ${k + 1}` }));
      }
      const more = () => { this.number = count; this.change("/sequence/tracks", count + 1); };
      if (count < most) this.tracks.append(button("+", more, { "aria-label": "Another track" }));
    }
    Array.from(this.tracks.children).slice(0, count).forEach((each, k) => each.setAttribute("aria-pressed", k === this.number));
  },

  showSteps() {
    const steps = this.track.steps, lane = STEP_LANES[this.lane];
    if (this.grid.childElementCount !== steps.length) this.buildSteps(steps.length);
    Array.from(this.grid.children).forEach((cell, k) => {
      const step = steps[k], [toggle, bar] = cell.children, value = step[this.lane];
      cell.classList.toggle("on", step.on);
      cell.classList.toggle("chosen", k === this.chosen);
      toggle.setAttribute("aria-pressed", step.on);
      const share = (v) => 100 * clamp((v - lane.low) / (lane.high - lane.low), 0, 1);
      const zero = share(Math.max(lane.low, lane.from)), at = share(value);
      const size = Math.max(Math.abs(at - zero), 1.5);
      Object.assign(bar.firstChild.style, { bottom: `${Math.min(at, zero, 100 - size)}%`, height: `${size}%` });
      bar.setAttribute("aria-label", `${lane.label} of step ${k + 1}`);
      ariaValue(bar, lane.low, lane.high, value, lane.text(value));
    });
    this.what.value = `Step ${this.chosen + 1}: ${lane.text(steps[this.chosen][this.lane])}`;
  },

  buildSteps(count) {
    this.grid.textContent = "";
    this.grid.style.gridTemplateColumns = `repeat(${count > 32 ? Math.ceil(count / 2) : count}, minmax(0, 1fr))`;
    for (let k = 0; k < count; k++) {
      const toggle = button(k + 1, () => this.toggle(k), { "aria-label": `Step ${k + 1}` });
      const bar = make("div", {
        className: "bar-of", tabIndex: 0, role: "slider",
        onfocus: () => this.choose(k), onkeydown: (event) => this.key(event, k),
      }, [make("i")]);
      drags(bar, (x, y) => this.turn(k, 1 - y));
      this.grid.append(make("div", { className: k % 4 ? "step" : "step beat" }, [toggle, bar]));
    }
  },

  choose(k) {
    if (this.chosen === k) return;
    this.chosen = k;
    this.showSteps();
    this.light();
  },

  // On, with the current point where the step has none of its own.
  toggle(k) {
    const step = this.track.steps[k];
    this.chosen = k;
    if (!step.on && !step.latent.length) this.place(STORE.latent);
    this.change("/step/on", this.number, k, step.on ? 0 : 1);
  },

  place(point, k = this.chosen) { this.change("/step/latent", this.number, k, ...point); },

  turn(k, share) {
    const lane = STEP_LANES[this.lane];
    this.chosen = k;
    this.set(k, lane.low + clamp(share, 0, 1) * (lane.high - lane.low));
  },

  set(k, value) {
    const { low, high, step } = STEP_LANES[this.lane];
    const exact = Math.round(clamp(Math.round(value / step) * step, low, high) * 1000) / 1000;
    if (exact !== this.track.steps[k][this.lane]) this.change(`/step/${this.lane}`, this.number, k, exact);
    else this.showSteps();
  },

  key(event, k) {
    const lane = STEP_LANES[this.lane];
    const way = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const count = this.track.steps.length;
    if (way) this.set(k, this.track.steps[k][this.lane] + way * lane.step);
    else if (aside) this.grid.children[(k + aside + count) % count].children[1].focus();
    else if (event.key === "Enter" || event.key === " ") this.toggle(k);
    else if (event.key === "Delete" || event.key === "Backspace") this.set(k, EMPTY_STEP[this.lane]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },

  // A training grain for each step, of the nearest quarter, so that the pattern hangs together.
  scatter() {
    const { grains } = MAP;
    const here = STORE.latent;
    const near = grains.around(here[MAP.first], here[MAP.second], MAP.first, MAP.second, Math.max(64, grains.count >> 2))
      .filter(([index]) => grains.drawn(index));
    const before = PATTERN.whole(this.number);
    this.track.steps.forEach((_, k) => {
      const point = near.length ? grains.point(near[Math.floor(Math.random() * near.length)][0]) : grains.draw();
      STORE.apply("/step/latent", [this.number, k, ...point]);
    });
    HISTORY.remember("scatter", before, PATTERN.whole(this.number));
  },

  // What sounds now, in the grid and on the map.
  light() {
    const now = PATTERN.running ? PATTERN.now[this.number] : -1;
    Array.from(this.grid.children).forEach((cell, k) => cell.classList.toggle("now", k === now));
    const { steps } = this.track, used = steps.some((step) => step.on) || PATTERN.running;
    MAP.marks = used ? steps.map((step, k) => ({
      point: PATTERN.point(step), label: String(k + 1), on: step.on, now: k === now, chosen: k === this.chosen, step: k,
    })).filter((mark) => mark.on || mark.chosen) : [];
    MAP.overlay();
  },
};
