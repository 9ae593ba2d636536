// The sequencer's pattern as the page knows it: what messages do to it, and which undo them.

const STEP_VALUES = ["on", "level", "length", "pitch", "probability", "glide"];
const EMPTY_STEP = { on: false, latent: [], level: 1, length: 1, pitch: 0, probability: 1, glide: 0 };
const EMPTY_TRACK = { division: 4, level: 1, pan: 0, mute: false, mutation: 0, limit: 1, walk: 0 };

const PATTERN = {
  running: false,
  pattern: null, // as granvae.play.sequencer.pattern writes it
  now: [], // the step that sounds, of each track

  adopt({ running, pattern }) { Object.assign(this, { running, pattern, now: [] }); },

  // Whether a message was one of ours.
  take(address, values) {
    const [, kind, name] = address.split("/");
    if (!["sequence", "track", "step"].includes(kind)) return false;
    if (kind === "sequence" && !name) this.pattern = JSON.parse(values[0]);
    else if (!this.pattern) return true;
    else this[kind](name, values);
    STORE.notify("pattern", name);
    return true;
  },

  sequence(name, [value, place]) {
    if (name === "start" || name === "stop") {
      this.running = name === "start";
      this.now = [];
    } else if (name === "step") this.now[value] = place;
    else if (name === "tracks") resize(this.pattern.tracks, value, () => ({ ...EMPTY_TRACK, steps: resize([], 16, emptyStep) }));
    else if (name in this.pattern) this.pattern[name] = value;
  },

  track(name, [number, value, limit]) {
    const track = this.pattern.tracks[number];
    if (!track) return;
    if (name === "steps") resize(track.steps, value, emptyStep);
    else if (name === "mutation") Object.assign(track, { mutation: value, limit });
    else if (name === "euclid") STORE.ask("/sequence/get"); // Bjorklund is written once, in Python
    else if (name === "mute") track.mute = !!value;
    else track[name] = value;
  },

  step(name, [number, place, ...values]) {
    const step = this.pattern.tracks[number] && this.pattern.tracks[number].steps[place];
    if (!step) return;
    if (name === "latent") step.latent = values;
    else if (name === "on") step.on = !!values[0];
    else step[name] = values[0];
  },

  // The messages that bring back what a message would change.
  before(address, values) {
    const [, kind, name] = address.split("/");
    if (kind === "sequence") {
      if (name === "tracks") {
        const lost = this.pattern.tracks.slice(values[0]);
        const first = this.pattern.tracks.length - lost.length;
        return [[address, [this.pattern.tracks.length]], ...[].concat(...lost.map((_, k) => this.whole(first + k)))];
      }
      return name in this.pattern ? [[address, [this.pattern[name]]]] : [];
    }
    const track = this.pattern.tracks[values[0]];
    if (kind === "track") {
      if (["steps", "euclid", "random"].includes(name)) return this.whole(values[0]);
      if (name === "mutation") return [[address, [values[0], track.mutation, track.limit]]];
      return [[address, [values[0], Number(track[name])]]];
    }
    const step = track.steps[values[1]];
    if (name === "on" || name in STEP_LANES) return [[address, [values[0], values[1], Number(step[name])]]];
    return [["/step/latent", [values[0], values[1], ...this.point(step)]]];
  },

  // Every message of a track.
  whole(number) {
    const { steps, ...track } = this.pattern.tracks[number];
    const messages = [["/track/steps", [number, steps.length]]];
    for (const name of ["division", "level", "pan", "mute", "walk"]) messages.push([`/track/${name}`, [number, Number(track[name])]]);
    messages.push(["/track/mutation", [number, track.mutation, track.limit]]);
    steps.forEach((step, k) => {
      for (const name of STEP_VALUES) messages.push([`/step/${name}`, [number, k, Number(step[name])]]);
      messages.push(["/step/latent", [number, k, ...this.point(step)]]);
    });
    return messages;
  },

  // Where a step is; without a latent of its own it is the origin.
  point(step) {
    return Array.from({ length: STORE.model.latents }, (_, d) => step.latent[d] || 0);
  },
};

const emptyStep = () => ({ ...EMPTY_STEP });

function resize(list, count, piece) {
  while (list.length < count) list.push(piece());
  list.length = count;
  return list;
}
