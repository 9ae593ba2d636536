// The parameters of the engine's one table as controls: a list for choices, else slider and number.

const CURVE = 3; // a slider's middle is an eighth of its range, for small values matter more

const SETTINGS = {
  controls: new Map(), // name -> how to show its value

  begin() {
    for (const id of ["panel-grains", "panel-cloud"]) $(id).append(make("div", { className: "settings" }));
    const cloud = $("panel-cloud").firstChild, grains = $("panel-grains").firstChild;
    this.signal(cloud, "frequency", "density", "Hz", "Grains a second.", 500);
    this.signal(cloud, "rate", "rate", "", row("rate").documentation, 4);
    for (const entry of STORE.parameters.values()) {
      this.control(entry.group === "cloud" ? cloud : grains, entry);
    }
    STORE.on("parameter signal", (name) => { if (this.controls.has(name)) this.controls.get(name)(); });
    STORE.on("model", () => this.controls.forEach((show) => show()));
  },

  control(box, entry) {
    const id = `set-${entry.name}`;
    box.append(make("label", { htmlFor: id, textContent: entry.name, title: entry.documentation }));
    const value = () => STORE.parameters.get(entry.name).value;
    const change = (to) => STORE.change(`/${entry.name}`, [to]);
    if (entry.choices.length) {
      const select = make("select", { id, title: entry.documentation, onchange: () => change(select.value) });
      options(select, entry.choices.map((choice) => [choice, choice]));
      box.append(select);
      this.shows(entry.name, () => { select.value = value(); });
    } else if (entry.name === "seed") {
      const number = this.number(entry, change, { id, className: "only" });
      box.append(number);
      this.shows(entry.name, () => { number.value = value(); });
    } else {
      this.pair(box, id, entry, entry.name, value, change, this.reach(entry));
    }
  },

  signal(box, name, label, unit, text, most) {
    const id = `set-${label}`;
    box.append(make("label", { htmlFor: id, textContent: label, title: text }));
    const entry = { ...row(name), unit, documentation: text, minimum: 0 };
    this.pair(box, id, entry, name, () => STORE.signal(name), (to) => STORE.change(`/${name}`, [to]), [0, most]);
  },

  // A slider, and a number that may go farther than the slider.
  pair(box, id, entry, name, value, change, [low, high]) {
    const curved = low === 0 && high > 1 && !entry.whole;
    const to = (t) => (curved ? high * t ** CURVE : low + t * (high - low));
    const from = (v) => (curved ? Math.cbrt(clamp(v, 0, high) / high) : (clamp(v, low, high) - low) / (high - low));
    const slider = make("input", { type: "range", id, min: 0, max: 1, step: 0.001, title: entry.documentation });
    const number = this.number(entry, change, { "aria-label": `${entry.name} ${entry.unit}` });
    slider.oninput = () => {
      const exact = to(+slider.value);
      const coarse = entry.whole || entry.unit === "samples" || entry.unit === "cents";
      change(coarse ? Math.round(exact) : Math.round(exact * 1000) / 1000);
    };
    box.append(slider, number);
    this.shows(name, () => {
      const now = value();
      if (Math.abs(to(+slider.value) - now) > (0.6 * (high - low)) / 1000) slider.value = from(now);
      slider.setAttribute("aria-valuetext", `${formatNumber(now)} ${entry.unit}`.trim());
      showValue(number, formatNumber(now));
    });
  },

  number(entry, change, more) {
    const number = numberInput({ step: entry.whole ? 1 : "any", title: entry.unit || entry.documentation, ...more }, change);
    if (entry.minimum > -1e8) number.min = entry.minimum;
    if (entry.maximum < 1e8) number.max = entry.maximum;
    return number;
  },

  shows(name, show) {
    this.controls.set(name, show);
    show();
  },

  // What a slider spans: the whole range, or where it has no end, what is useful.
  reach(entry) {
    if (entry.maximum < 1e8) return [entry.minimum, entry.name === "gain" ? 4 : entry.maximum];
    return [entry.name === "join" ? -1 : 0, STORE.model.grain * (entry.name === "join" ? 0.5 : 4)];
  },
};

function row(name) {
  return DATA.parameters.find((entry) => entry.name === name);
}
