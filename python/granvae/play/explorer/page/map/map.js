// The map: training grains on the plane of two latents, and the current point among them.

const EDGE = 30; // pixels around it

const MAP = {
  first: 0,
  second: 1,
  view: { x: 0, y: 0, wide: 100, high: 100 }, // middle, in σ; pixels per σ
  colour: "sound",
  hover: null, // { point, index } while the pointer auditions
  sketch: null, // places of a path while it is drawn
  marks: [], // of the sequencer: { point, label, on, now }

  begin() {
    Object.assign(this, { points: $("map-points"), canvas: $("map"), field: $("map-field") });
    this.adopt();
    // Debounced by the frame: a window that is dragged larger would redraw all points each time.
    new ResizeObserver(() => this.showAll()).observe(this.field);
    STORE.on("map model", () => this.adopt());
    STORE.on("latent meters pattern theme", () => this.overlay());
    STORE.on("theme stay", () => this.repaint());
    for (const id of ["map-x", "map-y"]) $(id).onchange = () => this.look(+$("map-x").value, +$("map-y").value);
    $("map-colour").onchange = (event) => { this.colour = event.target.value; this.repaint(); };
  },

  // Another model, or its map.
  adopt() {
    this.grains = new Grains(DATA.map && DATA.map.size === STORE.model.latents ? DATA.map : null, STORE.model.latents);
    this.order = shuffled(this.grains.count); // so that no sound lies above the others
    for (const id of ["map-x", "map-y"]) options($(id), STORE.model.labels.map((name, d) => [d, name]));
    const colours = ["sound", ...Object.keys(this.grains.values)].map((name) => [name, name]);
    options($("map-colour"), colours);
    this.colour = this.grains.names.length || colours.length === 1 ? "sound" : colours[1][0];
    $("map-colour").value = this.colour;
    this.look(...this.grains.axes);
  },

  look(first, second) {
    Object.assign(this, { first, second });
    $("map-x").value = first;
    $("map-y").value = second;
    this.showAll();
  },

  // The view in which all but the farthest grains lie.
  showAll() {
    const [left, right] = this.extent(this.first), [low, high] = this.extent(this.second);
    const width = this.field.clientWidth - 2 * EDGE, height = this.field.clientHeight - 2 * EDGE;
    const wide = Math.max(8, width / (right - left));
    this.view = { x: (left + right) / 2, y: (low + high) / 2, wide, high: Math.max(8, height / (high - low)) };
    this.base = wide;
    this.repaint();
  },

  extent(dimension) {
    const { latents, size, count } = this.grains;
    if (!count) return [-3, 3];
    const column = Float32Array.from({ length: count }, (_, i) => latents[i * size + dimension]).sort();
    return [column[Math.floor(0.002 * count)] - 0.2, column[Math.ceil(0.998 * count) - 1] + 0.2];
  },

  zoom(factor, x = this.field.clientWidth / 2, y = this.field.clientHeight / 2) {
    const [a, b] = this.place(x, y);
    const exact = clamp(this.view.wide * factor, 8, 4000) / this.view.wide;
    this.view.wide *= exact;
    this.view.high *= exact;
    const [c, d] = this.place(x, y);
    this.view.x += a - c;
    this.view.y += b - d;
    this.repaint();
  },

  pan(dx, dy) {
    this.view.x -= dx / this.view.wide;
    this.view.y += dy / this.view.high;
    this.repaint();
  },

  // Pixels of the canvas to σ, and back.
  place(px, py) {
    const { x, y, wide, high } = this.view;
    return [x + (px - this.field.clientWidth / 2) / wide, y - (py - this.field.clientHeight / 2) / high];
  },

  pixel(a, b) {
    const { x, y, wide, high } = this.view;
    return [this.field.clientWidth / 2 + (a - x) * wide, this.field.clientHeight / 2 - (b - y) * high];
  },

  // How many pixels two places are apart.
  apart(a, b, c, d) { return Math.hypot((a - c) * this.view.wide, (b - d) * this.view.high); },

  at(point) { return this.pixel(point[this.first], point[this.second]); },

  // The whole point of a place.
  lift(x, y) {
    return this.grains.lift(x, y, this.first, this.second, $("map-interpolation").value, STORE.latent);
  },

  repaint() { this.dirty("paint"); },
  overlay() { this.dirty("draw"); },

  dirty(what) {
    if (!this.due) requestAnimationFrame(() => {
      const due = this.due;
      this.due = null;
      if (due.has("paint")) MAPPOINTS.paint();
      MAPOVERLAY.draw();
    });
    this.due = (this.due || new Set()).add(what);
  },
};

// An order that is random, but the same each time (Fisher and Yates; numbers by Park and Miller).
function shuffled(count) {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let seed = 1;
  for (let i = count - 1; i > 0; i--) {
    seed = (seed * 48271) % 2147483647;
    const j = seed % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
