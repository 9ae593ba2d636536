// What changes on the map while it plays: the path, the point, the nearest grain, the pattern.

const MAPOVERLAY = {
  draw() {
    const { context } = sharp(MAP.canvas);
    const path = MAP.sketch ? MAP.sketch.map(([x, y]) => MAP.pixel(x, y)) : STORE.path.map((point) => MAP.at(point));
    if (path.length > 1) this.line(context, path, ink("path"), !MAP.sketch);
    if (MAP.marks.length > 1) this.steps(context);
    const here = MAP.hover ? MAP.hover.point : STORE.latent;
    const near = MAP.hover && MAP.hover.index >= 0 ? { index: MAP.hover.index } : MAP.grains.nearest(here);
    if (near.index >= 0) {
      const from = MAP.at(here), to = MAP.at(MAP.grains.point(near.index));
      trace(context, [from, to]);
      stroke(context, ink("ink"), 1);
      disc(context, ...to, 5);
      stroke(context, ink("ink"), 1.25);
    }
    // The current point: a disc with a rim that keeps it visible on any grains.
    const running = path.length > 1 && STORE.meters && !STORE.walking && !MAP.hover && !MAP.sketch;
    const [x, y] = running ? along(path, STORE.meters.phase) : MAP.at(here);
    disc(context, x, y, 7);
    fill(context, ink("accent"));
    disc(context, x, y, 8.25);
    stroke(context, ink("field"), 2.5);
  },

  line(context, path, colour, dots) {
    context.lineJoin = "round";
    trace(context, path);
    stroke(context, colour, 2);
    if (dots) path.forEach(([x, y]) => { disc(context, x, y, 2.75); fill(context, colour); });
  },

  // The pattern of the sequencer: a thin path, its steps as numbered points.
  steps(context) {
    const places = MAP.marks.map((mark) => MAP.at(mark.point));
    context.setLineDash([3, 4]);
    trace(context, places);
    stroke(context, ink("soft"), 1);
    context.setLineDash([]);
    context.font = "600 10px system-ui, sans-serif";
    context.textAlign = "center";
    MAP.marks.forEach((mark, i) => {
      const [x, y] = places[i];
      context.globalAlpha = mark.on ? 1 : 0.45;
      disc(context, x, y, mark.now ? 10 : 8);
      fill(context, ink(mark.now ? "accent" : "panel"));
      stroke(context, ink(mark.chosen ? "accent" : "soft"), mark.chosen ? 2 : 1);
      context.fillStyle = mark.now ? ink("on-accent") : ink("ink");
      context.fillText(mark.label, x, y + 3.5);
      context.globalAlpha = 1;
    });
  },
};

function along(path, phase) {
  const at = clamp(phase, 0, 1) * (path.length - 1);
  const i = Math.min(path.length - 2, Math.floor(at));
  return [0, 1].map((axis) => path[i][axis] + (at - i) * (path[i + 1][axis] - path[i][axis]));
}
