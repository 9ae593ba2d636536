// A slider for each latent, with the distribution of the training grains behind it.

const REACH = 4; // σ to either side
const BINS = 56;
const ICONS = {
  lock: '<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/></svg>',
  wave: '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1 8c2.5-8 4.5-8 7 0s4.500 8 7 0"/></svg>',
};

const LATENTS = {
  rows: [],
  locked: new Set(),

  begin() {
    STORE.on("model map", () => this.build());
    STORE.on("latent", () => this.show());
    $("random").onclick = () => this.randomise();
    $("origin").onclick = () => this.go(() => 0);
    this.build();
  },

  build() {
    const box = $("latent-rows"), alone = STORE.home === "alone";
    box.textContent = "";
    this.locked.clear();
    this.rows = STORE.model.labels.map((label, d) => {
      const id = `latent-${d}`;
      const slider = make("input", {
        type: "range", id, min: -REACH, max: REACH, step: 0.01, value: 0, disabled: alone, title: "Double-click for 0",
        oninput: () => this.move(d, +slider.value), ondblclick: () => this.move(d, 0),
      });
      const output = make("output", { htmlFor: id });
      const innerHTML = `<svg viewBox="0 0 ${BINS} 1" preserveAspectRatio="none" aria-hidden="true"><path d="${this.outline(d)}"/></svg>`;
      const track = make("div", { className: "track", innerHTML }, [slider]);
      const icon = (innerHTML, name, title, onclick) => make("button", {
        innerHTML, title, onclick, className: "quiet", hidden: alone, "aria-label": `${name} ${label}`, "aria-pressed": "false",
      });
      const lock = icon(ICONS.lock, "Lock", "Lock: Randomise, Origin and the map's pointer leave it", () => this.lock(d, lock, row));
      const lfo = icon(ICONS.wave, "LFO of", "LFO", () => LFO.edit(d));
      const row = make("div", { className: "latent" }, [make("label", { htmlFor: id, textContent: label, title: label }), track, output, lock, lfo]);
      box.append(row);
      return { slider, output, lfo };
    });
    this.show();
    this.showLfos();
  },

  // The training grains' distribution as a closed outline, 1 wide and high a unit.
  outline(d) {
    const grains = MAP.grains;
    const normal = (_, i) => Math.exp(-0.5 * (((i + 0.5) / BINS) * 2 * REACH - REACH) ** 2);
    const heights = grains.count ? grains.histogram(d, BINS, REACH) : Float32Array.from({ length: BINS }, normal);
    const smooth = Array.from(heights, (h, i) => (
      0.25 * (heights[Math.max(0, i - 1)] + heights[Math.min(BINS - 1, i + 1)]) + 0.5 * h
    ));
    const most = Math.max(...smooth) || 1;
    const steps = smooth.map((h, i) => `L${i + 0.5} ${(1 - h / most).toFixed(3)}`);
    return `M0 1${steps.join("")}L${BINS} 1Z`;
  },

  show() {
    const point = STORE.latent;
    this.rows.forEach(({ slider, output }, d) => {
      if (document.activeElement !== slider || +slider.value !== clamp(point[d], -REACH, REACH)) slider.value = point[d];
      const text = point[d].toFixed(2).replace("-", "−");
      if (output.value !== text) output.value = text;
      slider.setAttribute("aria-valuetext", `${point[d].toFixed(2)} standard deviations`);
    });
  },

  move(d, value) {
    const point = STORE.latent.slice();
    point[d] = value;
    LFO.centre(d, value);
    STORE.change("/latent", point);
  },

  lock(d, button, row) {
    const on = !this.locked.delete(d);
    if (on) this.locked.add(d);
    button.setAttribute("aria-pressed", on);
    row.classList.toggle("locked", on);
  },

  randomise() {
    const drawn = MAP.grains.draw();
    this.go((d) => drawn[d]);
  },

  go(value) {
    STORE.change("/latent", STORE.latent.map((z, d) => (this.locked.has(d) ? z : value(d))));
  },

  showLfos() {
    this.rows.forEach(({ lfo }, d) => lfo.setAttribute("aria-pressed", LFO.runs(d)));
  },
};

// Box and Muller (1958).
function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
