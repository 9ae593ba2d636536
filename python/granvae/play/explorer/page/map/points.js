// The training grains on the map, drawn when the view or the colours change.

const POINT = 2.1; // radius of a grain in CSS pixels, at the view that shows all

const MAPPOINTS = {
  // The points, each a small picture of a disc: ten times as fast as drawing its outline.
  paint() {
    const { context, width, height } = sharp(MAP.points);
    this.grid(context);
    const { latents, size, count, sound, values, names } = MAP.grains;
    const ratio = window.devicePixelRatio || 1;
    const growth = Math.min(3, Math.sqrt(Math.max(1, MAP.view.wide / (MAP.base || 1))));
    const radius = POINT * growth * (count > 8000 ? 0.8 : 1);
    const bySound = MAP.colour === "sound";
    const colours = bySound ? soundColours(names.length || 1) : rampColours();
    const discs = colours.map((colour) => pictureOf(colour, radius, ratio));
    const kind = bySound ? (i) => sound[i] : ranks(values[MAP.colour], colours.length);
    const { x, y, wide, high } = MAP.view;
    const right = width + radius, bottom = height + radius, half = radius + 1;
    const away = names.map((name) => !STORE.stays(name));
    const alpha = count > 6000 ? 0.62 : 0.8;
    for (let k = 0; k < count; k++) {
      const i = MAP.order[k], at = i * size;
      const px = width / 2 + (latents[at + MAP.first] - x) * wide;
      const py = height / 2 - (latents[at + MAP.second] - y) * high;
      if (px < -radius || py < -radius || px > right || py > bottom) continue;
      context.globalAlpha = away[sound[i]] ? 0.15 : alpha;
      context.drawImage(discs[kind(i)], px - half, py - half, 2 * half, 2 * half);
    }
    context.globalAlpha = 1;
    this.legend(colours, bySound);
  },

  grid(context) {
    const width = MAP.field.clientWidth, height = MAP.field.clientHeight;
    const [left, top] = MAP.place(0, 0), [right, bottom] = MAP.place(width, height);
    for (let v = Math.ceil(left); v <= right; v++) this.rule(context, v, true);
    for (let v = Math.ceil(bottom); v <= top; v++) this.rule(context, v, false);
    context.fillStyle = ink("soft");
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "right";
    const names = STORE.model.labels;
    const words = width < 560 ? 52 : 0; // there it stands above where one is
    context.fillText(`${names[MAP.first]} →`, width - 52, height - 10 - words);
    context.fillText(`↑ ${names[MAP.second]}`, width - 10, 18);
  },

  rule(context, value, vertical) {
    const width = MAP.field.clientWidth, height = MAP.field.clientHeight;
    const [px, py] = MAP.pixel(value, value);
    context.globalAlpha = value === 0 ? 1 : 0.4;
    const x = Math.round(px) + 0.5, y = Math.round(py) + 0.5;
    trace(context, vertical ? [[x, 0], [x, height]] : [[0, y], [width, y]]);
    stroke(context, ink("line"), 1);
    context.globalAlpha = 1;
  },

  legend(colours, bySound) {
    const box = $("map-legend");
    box.textContent = "";
    if (bySound) {
      const { names } = MAP.grains, most = 16;
      box.append(...names.slice(0, most).map((name, i) => {
        const entry = [make("i", { style: `background:${colours[i]}` }), shortName(name)];
        if (STORE.home !== "play") return make("span", {}, entry);
        const title = `Draws and walks keep to ${name}, and to others that are chosen`;
        return make("button", { title, onclick: () => WALK.stay(name), "aria-pressed": STORE.stay.includes(name) }, entry);
      }));
      if (names.length > most) box.append(make("span", {}, [`and ${names.length - most} more`]));
      return;
    }
    const values = Float32Array.from(MAP.grains.values[MAP.colour] || []).sort();
    const at = (share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
    box.append(
      make("span", { className: "ramp", style: `background:linear-gradient(90deg,${colours.join(",")})` }),
      make("span", { className: "ends" }, [make("b", {}, [inUnits(MAP.colour, at(0.02))]), make("b", {}, [inUnits(MAP.colour, at(0.98))])]),
    );
  },
};

function pictureOf(colour, radius, ratio) {
  const size = Math.ceil(2 * (radius + 1) * ratio);
  const canvas = make("canvas", { width: size, height: size });
  const context = canvas.getContext("2d");
  disc(context, size / 2, size / 2, radius * ratio);
  fill(context, colour);
  return canvas;
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

function inUnits(descriptor, value) {
  if (value === undefined) return "";
  if (descriptor === "centroid") return value >= 1000 ? `${(value / 1000).toFixed(1)} kHz` : `${Math.round(value)} Hz`;
  if (descriptor === "harmonicity") return value.toFixed(2);
  return `${Math.round(value)} dB`;
}

function shortName(name) {
  return name.split("/").pop().replace(/\.[A-Za-z0-9]+$/, "");
}
