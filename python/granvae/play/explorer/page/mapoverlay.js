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
      const [a, b] = MAP.at(here), [c, d] = MAP.at(MAP.grains.point(near.index));
      context.strokeStyle = ink("ink");
      context.lineWidth = 1;
      trace(context, [[a, b], [c, d]]);
      context.stroke();
      ring(context, c, d, 5, ink("ink"), 1.25);
    }
    const running = path.length > 1 && STORE.meters && !MAP.hover && !MAP.sketch;
    const [x, y] = running ? along(path, STORE.meters.phase) : MAP.at(here);
    spot(context, x, y, ink("accent"), ink("field"));
  },

  line(context, path, colour, dots) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.lineJoin = "round";
    trace(context, path);
    context.stroke();
    context.fillStyle = colour;
    if (dots) path.forEach(([x, y]) => { disc(context, x, y, 2.75); context.fill(); });
  },

  // The pattern of the sequencer: a thin path, its steps as numbered points.
  steps(context) {
    const places = MAP.marks.map((mark) => MAP.at(mark.point));
    context.strokeStyle = ink("soft");
    context.lineWidth = 1;
    context.setLineDash([3, 4]);
    trace(context, places);
    context.stroke();
    context.setLineDash([]);
    context.font = "600 10px system-ui, sans-serif";
    context.textAlign = "center";
    MAP.marks.forEach((mark, i) => {
      const [x, y] = places[i];
      context.globalAlpha = mark.on ? 1 : 0.45;
      disc(context, x, y, mark.now ? 10 : 8);
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
};

function ring(context, x, y, radius, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  disc(context, x, y, radius);
  context.stroke();
}

// The current point: a disc with a rim that keeps it visible on any grains.
function spot(context, x, y, colour, rim) {
  context.fillStyle = colour;
  disc(context, x, y, 7);
  context.fill();
  ring(context, x, y, 8.25, rim, 2.5);
}

function along(path, phase) {
  const at = Math.min(1, Math.max(0, phase)) * (path.length - 1);
  const i = Math.min(path.length - 2, Math.floor(at));
  return [0, 1].map((axis) => path[i][axis] + (at - i) * (path[i + 1][axis] - path[i][axis]));
}
