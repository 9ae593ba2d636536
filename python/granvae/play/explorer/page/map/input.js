// What pointer and keys do on the map: audition, stay, travel, draw a path, move the view.

const CLOSE = 9; // pixels within which the pointer is on a grain
const STEP = 0.05; // σ of an arrow key; with Shift, ten times as much

const MAPINPUT = {
  mode: "play",
  pointers: new Map(), // of those that are pressed: their last place
  pinch: null,

  begin() {
    const { canvas } = MAP;
    this.choose = radios(document.querySelector(".map .choices"), (mode) => this.setMode(mode));
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", (event) => this.up(event));
    canvas.addEventListener("pointerleave", () => { if (!this.pointers.size) this.leave(); });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      MAP.zoom(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    $("zoom-in").onclick = () => MAP.zoom(1.4);
    $("zoom-out").onclick = () => MAP.zoom(1 / 1.4);
    $("zoom-all").onclick = () => MAP.showAll();
    STORE.on("latent", () => { if (!MAP.hover) this.describe(); });
    STORE.on("map model", () => this.describe());
  },

  setMode(mode) {
    this.mode = mode;
    MAP.sketch = null;
    $("count-label").hidden = mode !== "draw";
    $("path-tools").hidden = mode !== "draw" || STORE.home !== "play";
    MAP.canvas.style.cursor = mode === "move" ? "grab" : "crosshair";
    MAP.overlay();
  },

  down(event) {
    MAP.canvas.focus({ preventScroll: true });
    MAP.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    if (this.pointers.size === 2) return this.startPinch();
    this.mark = this.mode === "play" ? this.markAt(event.offsetX, event.offsetY) : null;
    if (this.mark) {
      this.leave();
      SEQUENCER.choose(this.mark.step);
    } else if (this.mode === "play" && event.button === 0) {
      this.undoTo = this.held || STORE.path;
      this.held = null;
      this.travel(event.offsetX, event.offsetY);
    } else if (this.mode === "draw" && event.button === 0) {
      this.leave();
      MAP.sketch = [MAP.place(event.offsetX, event.offsetY)];
    }
  },

  move(event) {
    const { offsetX: x, offsetY: y } = event;
    const before = this.pointers.get(event.pointerId);
    if (before) {
      this.pointers.set(event.pointerId, [x, y]);
      if (this.pointers.size === 2) return this.followPinch();
      if (this.mode === "move" || event.buttons & 6) MAP.pan(x - before[0], y - before[1]);
      else if (this.mode === "draw" && MAP.sketch) this.sketchTo(x, y);
      else if (this.mark) SEQUENCER.place(MAP.lift(...MAP.place(x, y)), this.mark.step);
      else if (this.mode === "play") this.travel(x, y);
    } else if (event.pointerType === "mouse" && this.mode !== "move") this.audition(x, y);
  },

  up(event) {
    const known = this.pointers.delete(event.pointerId);
    if (this.pinch) {
      if (!this.pointers.size) this.pinch = null;
      return;
    }
    if (!known) return;
    if (this.mode === "draw" && MAP.sketch) this.finish();
    else if (this.mode === "play" && this.undoTo) {
      MAP.hover = null;
      HISTORY.remember("/latent", [pathMessage(this.undoTo)], [pathMessage(STORE.path)]);
      this.undoTo = null;
    }
  },

  // The step of the sequencer's pattern that lies there.
  markAt(x, y) {
    return MAP.marks.find((mark) => {
      const [a, b] = MAP.at(mark.point);
      return Math.hypot(a - x, b - y) < 11;
    });
  },

  // The pointer passes over a grain, which sounds until the pointer leaves the map; but a walk goes
  // on.
  audition(x, y) {
    if (STORE.walking) return;
    const [a, b] = MAP.place(x, y);
    const near = MAP.grains.around(a, b, MAP.first, MAP.second, 1)[0];
    const at = near && MAP.grains.point(near[0]);
    const close = near && MAP.apart(a, b, at[MAP.first], at[MAP.second]) < CLOSE;
    if (!close) return MAP.hover && this.leave();
    if (MAP.hover && MAP.hover.index === near[0]) return;
    if (!this.held) this.held = STORE.path;
    MAP.hover = { point: at, index: near[0] };
    STORE.apply("/latent", at);
    this.describe(near[0]);
    MAP.overlay();
  },

  // Back to the path before the audition.
  leave() {
    const { held } = this;
    MAP.hover = this.held = null;
    if (held) {
      STORE.apply(...pathMessage(held));
      this.describe();
    }
    MAP.overlay();
  },

  travel(x, y) {
    MAP.hover = null;
    STORE.apply("/latent", MAP.lift(...MAP.place(x, y)));
    this.describe();
  },

  sketchTo(x, y) {
    const [a, b] = MAP.place(x, y);
    const [c, d] = MAP.sketch[MAP.sketch.length - 1];
    if (MAP.apart(a, b, c, d) >= 3) MAP.sketch.push([a, b]);
    MAP.overlay();
  },

  // The drawn line as a path of grains at equal distances.
  finish() {
    const places = MAP.sketch;
    MAP.sketch = null;
    if (places.length < 2) return STORE.change("/latent", MAP.lift(...places[0]));
    const count = clamp(Math.round(+$("map-count").value) || 24, 2, 512);
    const points = evenly(places, count).map(([a, b]) => MAP.lift(a, b));
    STORE.change("/path", [].concat(...points));
    this.describe();
  },

  startPinch() {
    if (this.undoTo) { STORE.apply(...pathMessage(this.undoTo)); this.undoTo = null; }
    MAP.sketch = null;
    this.pinch = this.span();
  },

  followPinch() {
    const now = this.span(), was = this.pinch;
    MAP.pan(now.x - was.x, now.y - was.y);
    MAP.zoom(now.size / was.size, now.x, now.y);
    this.pinch = now;
  },

  span() {
    const [[a, b], [c, d]] = Array.from(this.pointers.values());
    return { x: (a + c) / 2, y: (b + d) / 2, size: Math.max(1, Math.hypot(a - c, b - d)) };
  },

  key(event) {
    const move = arrow(event);
    if (move) {
      const size = STEP * (event.shiftKey ? 10 : 1), here = STORE.latent;
      const x = here[MAP.first] + move[0] * size, y = here[MAP.second] + move[1] * size;
      if (this.mode === "move") MAP.pan(-move[0] * 40, move[1] * 40);
      else if (this.mode === "draw") this.keySketch(move, size);
      else STORE.change("/latent", MAP.lift(x, y));
    } else if (event.key === "Enter" && MAP.sketch) this.finish();
    else if (event.key === "Escape" && MAP.sketch) { MAP.sketch = null; MAP.overlay(); }
    else if (event.key === "+" || event.key === "=") MAP.zoom(1.25);
    else if (event.key === "-") MAP.zoom(0.8);
    else if (event.key.toLowerCase() === "n") {
      const near = MAP.grains.nearest(STORE.latent);
      if (near.index >= 0) STORE.change("/latent", MAP.grains.point(near.index));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  },

  // A path by keys: each arrow adds a corner, Enter ends it.
  keySketch(move, size) {
    if (!MAP.sketch) MAP.sketch = [[STORE.latent[MAP.first], STORE.latent[MAP.second]]];
    const [a, b] = MAP.sketch[MAP.sketch.length - 1];
    MAP.sketch.push([a + move[0] * size * 2, b + move[1] * size * 2]);
    MAP.overlay();
  },

  // The nearest grain, and how far away it is.
  describe(index = -1) {
    const line = $("map-where");
    line.textContent = "";
    if (!MAP.grains.count) return;
    const near = index >= 0 ? { index, distance: 0 } : MAP.grains.nearest(STORE.latent);
    const name = MAP.grains.where(near.index);
    if (near.distance < 0.05) return line.append(name);
    line.append(`near ${name} `, make("small", { textContent: `${near.distance.toFixed(1)} σ away` }));
  },
};

// `count` places at equal distances along a polyline.
function evenly(places, count) {
  const far = [0];
  for (let i = 1; i < places.length; i++) {
    far.push(far[i - 1] + Math.hypot(places[i][0] - places[i - 1][0], places[i][1] - places[i - 1][1]));
  }
  const total = far[far.length - 1];
  let i = 0;
  return Array.from({ length: count }, (_, k) => {
    const at = (total * k) / (count - 1);
    while (i < places.length - 2 && far[i + 1] < at) i++;
    const t = far[i + 1] > far[i] ? (at - far[i]) / (far[i + 1] - far[i]) : 0;
    return [0, 1].map((axis) => places[i][axis] + t * (places[i + 1][axis] - places[i][axis]));
  });
}
