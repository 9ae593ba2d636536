// The map: recorded grains as points on the plane of two latents, and where one is among them.

const POINT = 2.1; // radius of a grain in CSS pixels, at the view that shows all
const EDGE = 30; // pixels around it

const MAP = {
  first: 0,
  second: 1,
  view: { x: 0, y: 0, wide: 100, high: 100 }, // middle, in deviations; pixels a deviation
  colour: "sound",
  hover: null, // { point, index } while the pointer auditions
  sketch: null, // places of a path while it is drawn
  marks: [], // of the sequencer: { point, label, on, now }

  begin() {
    this.points = document.getElementById("map-points");
    this.canvas = document.getElementById("map");
    this.field = document.getElementById("map-field");
    this.adopt();
    // Debounced by the frame: a window that is dragged larger would redraw all points each time.
    new ResizeObserver(() => this.resize()).observe(this.field);
    STORE.on("map model", () => this.adopt());
    STORE.on("latent meters pattern theme", () => this.overlay());
    STORE.on("theme", () => this.repaint());
    for (const id of ["map-x", "map-y"]) {
      document.getElementById(id).addEventListener("change", () => {
        const x = +document.getElementById("map-x").value, y = +document.getElementById("map-y").value;
        this.look(x, y);
      });
    }
    document.getElementById("map-colour").addEventListener("change", (event) => {
      this.colour = event.target.value;
      this.repaint();
    });
  },

  // Another model, or its map.
  adopt() {
    this.grains = new Grains(DATA.map && DATA.map.size === STORE.model.latents ? DATA.map : null, STORE.model.latents);
    this.order = shuffled(this.grains.count); // so that no sound lies above the others
    const names = STORE.model.labels;
    [this.first, this.second] = this.grains.axes;
    for (const id of ["map-x", "map-y"]) options(document.getElementById(id), names.map((name, d) => [d, name]));
    const colours = ["sound", ...Object.keys(this.grains.values)].map((name) => [name, name]);
    options(document.getElementById("map-colour"), colours);
    this.colour = this.grains.names.length || colours.length === 1 ? "sound" : colours[1][0];
    document.getElementById("map-colour").value = this.colour;
    this.look(this.first, this.second);
  },

  look(first, second) {
    this.first = first;
    this.second = second;
    document.getElementById("map-x").value = first;
    document.getElementById("map-y").value = second;
    this.showAll();
  },

  // The view in which all but the farthest grains lie.
  showAll() {
    const [left, right] = this.extent(this.first), [low, high] = this.extent(this.second);
    const width = this.field.clientWidth - 2 * EDGE, height = this.field.clientHeight - 2 * EDGE;
    this.view = {
      x: (left + right) / 2, y: (low + high) / 2,
      wide: Math.max(8, width / (right - left)), high: Math.max(8, height / (high - low)),
    };
    this.base = this.view.wide;
    this.repaint();
  },

  extent(dimension) {
    const { latents, size, count } = this.grains;
    if (!count) return [-3, 3];
    const column = new Float32Array(count);
    for (let i = 0; i < count; i++) column[i] = latents[i * size + dimension];
    column.sort();
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

  // Pixels of the canvas to deviations, and back.
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

  // The whole latent of a place.
  lift(x, y) {
    const voice = document.getElementById("map-voice").value;
    return this.grains.lift(x, y, this.first, this.second, voice, STORE.latent);
  },

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = this.field;
    for (const canvas of [this.points, this.canvas]) {
      canvas.width = Math.max(1, Math.round(width * ratio));
      canvas.height = Math.max(1, Math.round(height * ratio));
    }
    this.showAll();
  },

  repaint() { this.dirty("paint"); },
  overlay() { this.dirty("draw"); },

  dirty(what) {
    if (!this.due) requestAnimationFrame(() => {
      const due = this.due;
      this.due = null;
      if (due.has("paint")) this.paint();
      this.draw();
    });
    this.due = (this.due || new Set()).add(what);
  },

  // The points, each a small picture of a disc: ten times as fast as drawing its outline.
  paint() {
    const context = this.clear(this.points);
    this.grid(context);
    const { latents, size, count, sound, values, names } = this.grains;
    const ratio = window.devicePixelRatio || 1;
    const growth = Math.min(3, Math.sqrt(Math.max(1, this.view.wide / (this.base || 1))));
    const radius = POINT * growth * (count > 8000 ? 0.8 : 1);
    const bySound = this.colour === "sound";
    const colours = bySound ? soundColours(names.length || 1) : rampColours();
    const discs = colours.map((colour) => disc(colour, radius, ratio));
    const kind = bySound ? (i) => sound[i] : ranks(values[this.colour], colours.length);
    const { x, y, wide, high } = this.view;
    const middle = this.points.width / ratio / 2, centre = this.points.height / ratio / 2;
    const right = middle * 2 + radius, bottom = centre * 2 + radius, half = radius + 1;
    context.globalAlpha = count > 6000 ? 0.62 : 0.8;
    for (let k = 0; k < count; k++) {
      const i = this.order[k], at = i * size;
      const px = middle + (latents[at + this.first] - x) * wide;
      const py = centre - (latents[at + this.second] - y) * high;
      if (px < -radius || py < -radius || px > right || py > bottom) continue;
      context.drawImage(discs[kind(i)], px - half, py - half, 2 * half, 2 * half);
    }
    context.globalAlpha = 1;
    this.legend(colours, bySound);
  },

  grid(context) {
    const width = this.field.clientWidth, height = this.field.clientHeight;
    const [left, top] = this.place(0, 0), [right, bottom] = this.place(width, height);
    context.lineWidth = 1;
    context.strokeStyle = ink("line");
    for (let v = Math.ceil(left); v <= right; v++) this.rule(context, v, true);
    for (let v = Math.ceil(bottom); v <= top; v++) this.rule(context, v, false);
    context.fillStyle = ink("soft");
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "right";
    const names = STORE.model.labels;
    context.fillText(`${names[this.first]} →`, width - 52, height - 10);
    context.fillText(`↑ ${names[this.second]}`, width - 10, 18);
  },

  rule(context, value, vertical) {
    const width = this.field.clientWidth, height = this.field.clientHeight;
    const [px, py] = this.pixel(value, value);
    context.globalAlpha = value === 0 ? 1 : 0.4;
    context.beginPath();
    if (vertical) { context.moveTo(Math.round(px) + 0.5, 0); context.lineTo(Math.round(px) + 0.5, height); }
    else { context.moveTo(0, Math.round(py) + 0.5); context.lineTo(width, Math.round(py) + 0.5); }
    context.stroke();
    context.globalAlpha = 1;
  },

  legend(colours, bySound) {
    const box = document.getElementById("map-legend");
    box.textContent = "";
    if (bySound) {
      const shown = this.grains.names.slice(0, 16);
      shown.forEach((name, i) => {
        const line = make("span", {}, [make("i", { style: `background:${colours[i]}` }), shortName(name)]);
        box.append(line);
      });
      const more = this.grains.names.length - shown.length;
      if (more > 0) box.append(make("span", {}, [`and ${more} more`]));
      return;
    }
    const values = Float32Array.from(this.grains.values[this.colour] || []).sort();
    const at = (share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
    box.append(
      make("span", { className: "ramp", style: `background:linear-gradient(90deg,${colours.join(",")})` }),
      make("span", { className: "ends" }, [make("b", {}, [inUnits(this.colour, at(0.02))]), make("b", {}, [inUnits(this.colour, at(0.98))])]),
    );
  },

  // What changes while one plays: the path, the place, the nearest grain.
  draw() {
    const context = this.clear(this.canvas);
    const path = this.sketch ? this.sketch.map(([x, y]) => this.pixel(x, y)) : STORE.path.map((point) => this.at(point));
    if (path.length > 1) this.line(context, path, ink("path"), !this.sketch);
    if (this.marks.length > 1) this.steps(context);
    const here = this.hover ? this.hover.point : STORE.latent;
    const near = this.hover && this.hover.index >= 0 ? { index: this.hover.index } : this.grains.nearest(here);
    if (near.index >= 0) {
      const [a, b] = this.at(here), [c, d] = this.at(this.grains.point(near.index));
      context.strokeStyle = ink("ink");
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(a, b);
      context.lineTo(c, d);
      context.stroke();
      ring(context, c, d, 5, ink("ink"), 1.25);
    }
    const running = path.length > 1 && STORE.meters && !this.hover && !this.sketch;
    const [x, y] = running ? along(path, STORE.meters.phase) : this.at(here);
    spot(context, x, y, ink("accent"), ink("field"));
  },

  line(context, path, colour, dots) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    path.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.stroke();
    context.fillStyle = colour;
    if (dots) path.forEach(([x, y]) => { context.beginPath(); context.arc(x, y, 2.75, 0, 2 * Math.PI); context.fill(); });
  },

  // The pattern of the sequencer: a thin path, its steps as numbered points.
  steps(context) {
    const places = this.marks.map((mark) => this.at(mark.point));
    context.strokeStyle = ink("soft");
    context.lineWidth = 1;
    context.setLineDash([3, 4]);
    context.beginPath();
    places.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.stroke();
    context.setLineDash([]);
    context.font = "600 10px system-ui, sans-serif";
    context.textAlign = "center";
    this.marks.forEach((mark, i) => {
      const [x, y] = places[i];
      context.globalAlpha = mark.on ? 1 : 0.45;
      context.beginPath();
      context.arc(x, y, mark.now ? 10 : 8, 0, 2 * Math.PI);
      context.fillStyle = mark.now ? ink("accent") : ink("panel");
      context.fill();
      context.lineWidth = mark.chosen ? 2 : 1;
      context.strokeStyle = mark.chosen ? ink("accent") : ink("soft");
      context.stroke();
      context.fillStyle = mark.now ? ink("on-accent") : ink("ink");
      context.fillText(mark.label, x, y + 3.5);
      context.globalAlpha = 1;
    });
  },

  clear(canvas) {
    const ratio = window.devicePixelRatio || 1;
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio);
    return context;
  },
};

function disc(colour, radius, ratio) {
  const size = Math.ceil(2 * (radius + 1) * ratio);
  const canvas = make("canvas", { width: size, height: size });
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.beginPath();
  context.arc(size / 2, size / 2, radius * ratio, 0, 2 * Math.PI);
  context.fill();
  return canvas;
}

function ring(context, x, y, radius, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

// Where one is: a disc with a rim that keeps it visible on any points.
function spot(context, x, y, colour, rim) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, 7, 0, 2 * Math.PI);
  context.fill();
  ring(context, x, y, 8.25, rim, 2.5);
}

function along(path, phase) {
  const at = Math.min(1, Math.max(0, phase)) * (path.length - 1);
  const i = Math.min(path.length - 2, Math.floor(at));
  return [0, 1].map((axis) => path[i][axis] + (at - i) * (path[i + 1][axis] - path[i][axis]));
}

// Which of `count` equally filled classes each value is in: even colours for any distribution.
function ranks(values, count) {
  const sorted = Float32Array.from(values).sort();
  const edges = Array.from({ length: count - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / count)]);
  return (i) => {
    let low = 0, high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[i] < edges[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

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

function inUnits(descriptor, value) {
  if (value === undefined) return "";
  if (descriptor === "centroid") return value >= 1000 ? `${(value / 1000).toFixed(1)} kHz` : `${Math.round(value)} Hz`;
  if (descriptor === "harmonicity") return value.toFixed(2);
  return `${Math.round(value)} dB`;
}

function shortName(name) {
  return name.split("/").pop().replace(/\.[A-Za-z0-9]+$/, "");
}
