// The table: its waveform with start, crossfade and where it is being read; its spectrum.

const WAVE = {
  begin() {
    const panel = $("panel-table");
    this.canvas = make("canvas", { role: "img", "aria-label": "Waveform of the table" });
    this.start = this.handle("start", "Start", (at) => this.put("/start", at));
    this.crossfade = this.handle("crossfade", "Crossfade", (at) => this.put("/crossfade", at - this.from()));
    this.box = make("div", { className: "wave" }, [this.canvas, this.start, this.crossfade]);
    this.spectrum = make("canvas", { className: "spectrum", role: "img", "aria-label": "Spectrum of the table, 20 Hz to half its rate, 72 dB high" });
    this.numbers = make("div", { className: "values" });
    panel.append(this.box, this.spectrum, this.numbers);
    for (const [name, title] of [["frequency", "Hz"], ["start", "samples"], ["crossfade", "samples"]]) {
      const input = numberInput({ step: "any", id: `signal-${name}` }, (v) => STORE.change(`/${name}`, [v]));
      this.numbers.append(make("label", { title }, [name, input]));
    }
    STORE.on("wave model latent theme signal", () => this.due());
    STORE.on("meters", () => { if (!$("panel-table").hidden) this.due(); });
    new ResizeObserver(() => this.due()).observe(panel);
  },

  handle(name, label, take) {
    const handle = make("div", { className: `handle ${name}`, tabIndex: 0, role: "slider", "aria-label": label, "data-name": name });
    const move = (at) => take(clamp(Math.round(at), 0, this.size()));
    drags(handle, (x, y, what, event) => {
      const box = this.box.getBoundingClientRect();
      move(((event.clientX - box.left) / box.width) * this.size());
    });
    handle.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 16, PageDown: -16 }[event.key];
      if (!way) return;
      event.preventDefault();
      const step = way * Math.max(1, Math.round(this.size() / 256)) * (event.shiftKey ? 8 : 1);
      move((name === "start" ? this.from() : this.from() + this.overlap()) + step);
    });
    return handle;
  },

  size() { return STORE.wave ? STORE.wave.samples : STORE.model.grain * STORE.path.length; },
  from() { return clamp(STORE.signal("start"), 0, this.size()); },
  overlap() { return STORE.signal("crossfade"); },

  put(address, value) { STORE.change(address, [Math.max(0, Math.round(value))]); },

  due() {
    if (!this.waits) requestAnimationFrame(() => { this.waits = false; this.draw(); });
    this.waits = true;
  },

  draw() {
    if ($("panel-table").hidden) return;
    const size = this.size();
    const share = (at) => `${(100 * clamp(at, 0, size)) / size}%`;
    this.start.style.left = share(this.from());
    this.crossfade.style.left = share(this.from() + this.overlap());
    for (const [handle, value] of [[this.start, this.from()], [this.crossfade, this.overlap()]]) {
      ariaValue(handle, 0, size, Math.round(value), `${Math.round(value)} samples`);
    }
    for (const name of ["frequency", "start", "crossfade"]) showValue($(`signal-${name}`), formatNumber(STORE.signal(name)));
    this.wave(sharp(this.canvas), size);
    this.bars(sharp(this.spectrum));
    KEYBOARD.show();
  },

  wave({ context, width, height }, size) {
    const middle = height / 2;
    context.fillStyle = ink("line");
    context.fillRect(0, Math.round(middle), width, 1);
    const { wave } = STORE;
    if (!wave) return;
    const most = Math.max(0.05, ...wave.high, ...wave.low.map((v) => -v));
    const edge = (values, aside) => values.map((v, i) => (
      [((i + 0.5) * width) / values.length, middle - (v / most) * (middle - 4) + aside]
    ));
    trace(context, [...edge(wave.high, -0.5), ...edge(wave.low, 0.5).reverse()]);
    context.globalAlpha = 0.85;
    fill(context, ink("ink"));
    // Of a table of many grains, where each begins.
    Object.assign(context, { globalAlpha: 0.6, fillStyle: ink("faint") });
    if (width / wave.starts.length > 5) {
      for (const start of wave.starts.slice(1)) context.fillRect(Math.round((start * width) / size), height - 5, 1, 5);
    }
    context.globalAlpha = 1;
    // At higher frequencies, the mark of where it is read would only flicker.
    if (STORE.meters && STORE.sound && Math.abs(STORE.signal("frequency")) < 10) {
      const span = Math.max(4, size - this.from() - Math.min(this.overlap(), (size - this.from()) / 2));
      context.fillStyle = ink("accent");
      context.fillRect(((this.from() + STORE.meters.phase * span) * width) / size - 0.75, 0, 1.5, height);
    }
  },

  // Bands of equal width in octaves, in dB below the strongest.
  bars({ context, width, height }) {
    const bands = STORE.wave ? STORE.wave.spectrum : [];
    const step = width / Math.max(1, bands.length);
    Object.assign(context, { fillStyle: ink("path"), globalAlpha: 0.8 });
    bands.forEach((decibel, i) => {
      const size = clamp(1 + decibel / 72, 0, 1) * (height - 6);
      context.fillRect(i * step, height - size, Math.max(1, step - 1), size);
    });
    context.globalAlpha = 1;
  },
};
