// What is known of who plays, and the one way to change it. Views subscribe to topics.

const ECHO_MS = 350; // what comes back this soon after own changes may be older than they are
const GESTURE_MS = 700; // changes of one thing that follow each other faster are one to undo

const STORE = {
  home: "alone",
  status: "",
  model: DATA.model,
  parameters: new Map(), // name -> row of the engine's table, with its value
  signals: { frequency: null, start: null, crossfade: null, rate: null },
  path: [], // points; a single latent is a path of one
  table: null, // samples, grain, hop, rate
  presets: [],
  volume: 1,
  sound: 1,
  recording: null,
  meters: null,
  wave: null,
  listeners: {},
  quiet: {}, // address -> when own changes of it end to be echoes
  held: {}, // address -> what came in the meantime
  outbox: new Map(), // latents of this frame: only the newest is sent
  tone: null, // Hz of a single grain, while a path is played
  slow: null, // Hz of that path
  past: [],
  future: [],

  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      (this.listeners[topic] = this.listeners[topic] || []).push(listener);
    }
  },

  tell(topic, value) {
    for (const listener of this.listeners[topic] || []) listener(value);
  },

  get latent() {
    return this.path.length ? this.path[this.path.length - 1] : new Array(this.model.latents).fill(0);
  },

  // A signal's value, or what it amounts to until it is given: a grain as it was recorded.
  signal(name) {
    const { rate, grain } = this.model;
    const unset = { frequency: rate / grain, start: 0, crossfade: grain / 4, rate: 1 };
    return this.signals[name] === null ? unset[name] : this.signals[name];
  },

  begin() {
    for (const entry of DATA.parameters) {
      if (!entry.signal) this.parameters.set(entry.name, { ...entry, value: initial(entry) });
    }
    this.path = [new Array(this.model.latents).fill(0)];
    this.link = findLink(
      (address, values) => this.receive(address, values),
      (status) => { this.status = status; this.tell("link", status); },
    );
    this.home = this.link.home;
  },

  // A change that someone else may have made.
  receive(address, values) {
    const topic = topicOf(address, values);
    if (performance.now() < (this.quiet[topic] || 0)) {
      this.held[topic] = [address, values];
      return;
    }
    this.take(address, values);
  },

  // A change of the user's. Undoable ones say what they change back to.
  change(address, values, undo = true) {
    const before = undo ? this.before(address, values) : null;
    this.apply(address, values);
    if (before) this.remember(topicOf(address, values), before, [[address, values]]);
  },

  // The same without undo: to audition, or to travel.
  apply(address, values) {
    const topic = topicOf(address, values);
    this.quiet[topic] = performance.now() + ECHO_MS;
    setTimeout(() => this.release(topic), ECHO_MS + 20);
    const grains = this.path.length;
    this.take(address, values);
    if (this.path.length !== grains) this.pace(grains);
    if (topic === "/latent" || topic === "/preset/morph") {
      if (!this.outbox.size) requestAnimationFrame(() => this.flush());
      this.outbox.set(topic, [address, values]);
    } else {
      this.flush();
      this.link.send(address, values);
    }
  },

  // A path is played as fast as it was recorded, and a grain at the pitch that it had before; unless
  // the frequency was set to something else in the meantime.
  pace(before) {
    const { rate, grain } = this.model;
    const hop = this.table ? this.table.hop : 0.75 * grain, count = this.path.length;
    if (before === 1) this.tone = this.signal("frequency");
    else if (this.signals.frequency !== this.slow) return;
    const size = (count - 1) * hop + grain;
    const overlap = Math.min(this.signal("crossfade"), size / 2);
    const own = count > 1 ? rate / (size - overlap) : this.tone;
    if (count > 1) this.slow = own;
    this.apply("/frequency", [own]);
  },

  // A request that changes nothing here by itself.
  ask(address, ...values) {
    this.flush();
    this.link.send(address, values);
  },

  flush() {
    for (const [address, values] of this.outbox.values()) this.link.send(address, values);
    this.outbox.clear();
  },

  release(topic) {
    if (performance.now() < (this.quiet[topic] || 0) || !this.held[topic]) return;
    const [address, values] = this.held[topic];
    delete this.held[topic];
    this.take(address, values);
  },

  take(address, values) {
    const name = address.slice(1);
    if (address === "/state") this.adopt(values[0]);
    else if (address === "/meters") this.set("meters", values[0]);
    else if (address === "/wave") this.set("wave", values[0]);
    else if (address === "/map") { DATA.map = values[0]; this.tell("map"); }
    else if (address === "/latent" || address === "/path") {
      const size = this.model.latents;
      const points = [];
      for (let i = 0; i + size <= values.length; i += size) points.push(values.slice(i, i + size));
      if (points.length) this.set("path", points, "latent");
    } else if (name in this.signals) {
      this.signals[name] = values[0];
      this.tell("signal", name);
    } else if (this.parameters.has(name)) {
      this.parameters.get(name).value = values[0];
      this.tell("parameter", name);
    } else if (address === "/density") this.take("/frequency", values);
    else if (address === "/volume" || address === "/sound") this.set(name, values[0]);
    else if (address === "/record") this.set("recording", recordingOf(values));
    else if (address === "/preset/save") {
      this.set("presets", [...this.presets.filter((known) => known !== values[0]), values[0]]);
    } else if (address === "/preset/delete") {
      this.set("presets", this.presets.filter((known) => known !== values[0]));
    } else if (address === "/table") this.table = { ...this.table, samples: values[0], grain: values[1], hop: values[2] };
    else if (address === "/model") this.rename(values);
    else if (address === "/error") this.tell("error", values[0]);
    else if (!PATTERN.take(address, values)) this.tell("message", [address, values]);
  },

  set(key, value, topic = key) {
    this[key] = value;
    this.tell(topic, value);
  },

  adopt(state) {
    const other = !this.model || state.model.file !== this.model.file;
    this.model = state.model;
    for (const entry of state.parameters) this.parameters.set(entry.name, entry);
    Object.assign(this.signals, state.signals);
    Object.assign(this, {
      path: state.path, table: state.table, presets: state.presets, volume: state.volume,
      sound: state.sound, recording: state.recording, meters: state.meters,
    });
    if (state.sequence) PATTERN.adopt(state.sequence);
    if (other) { this.past = []; this.future = []; }
    this.quiet = {};
    for (const topic of ["model", "latent", "presets", "volume", "sound", "recording", "meters", "history", "pattern"]) this.tell(topic);
    for (const name of Object.keys(this.signals)) this.tell("signal", name);
    for (const name of this.parameters.keys()) this.tell("parameter", name);
  },

  // What granvae~ tells of a model that it has read; `granvae play` tells all by /state besides.
  rename([file, latents, grain, rate]) {
    if (this.home !== "max") return;
    const name = file.split("/").pop().replace(/\.ts$/, "");
    if (latents !== this.model.latents || name !== this.model.name) {
      const labels = Array.from({ length: latents }, (_, d) => `latent ${d}`);
      this.model = { ...this.model, labels, statistics: {} };
      DATA.map = null; // of the model that the page was made for
    }
    Object.assign(this.model, { file, name, latents, grain, rate });
    if (this.latent.length !== latents) this.path = [new Array(latents).fill(0)];
    this.tell("model");
    this.tell("latent");
  },

  // Undo.

  before(address, values) {
    const topic = topicOf(address, values), name = address.slice(1);
    if (/^\/(sequence|track|step)\//.test(address)) return PATTERN.before(address, values);
    if (topic === "/latent") return [pathMessage(this.path)];
    if (name in this.signals) return [[topic, [this.signal(name)]]];
    if (this.parameters.has(name)) return [[topic, [this.parameters.get(name).value]]];
    if (name === "volume") return [[address, [this.volume]]];
    if (name.startsWith("preset/")) return this.capture().messages;
    return [];
  },

  remember(topic, before, after) {
    const now = performance.now();
    const last = this.past[this.past.length - 1];
    if (last && last.topic === topic && now - last.time < GESTURE_MS) {
      last.after = after;
      last.time = now;
    } else if (before.length) {
      this.past.push({ topic, before, after, time: now });
      if (this.past.length > 200) this.past.shift();
    }
    this.future = [];
    this.tell("history");
  },

  undo() { this.travel(this.past, this.future, "before"); },
  redo() { this.travel(this.future, this.past, "after"); },

  travel(from, to, which) {
    const step = from.pop();
    if (!step) return;
    step.time = 0;
    to.push(step);
    this.restore({ messages: step[which] });
    this.tell("history");
  },

  // Snapshots of a home that keeps none by itself, and of undo.

  capture() {
    const messages = [];
    for (const entry of this.parameters.values()) messages.push([`/${entry.name}`, [entry.value]]);
    for (const name of SIGNAL_NAMES) {
      if (this.signals[name] !== null) messages.push([`/${name}`, [this.signals[name]]]);
    }
    messages.push(pathMessage(this.path));
    return { messages };
  },

  restore(shot) {
    for (const [address, values] of shot.messages) {
      const known = this.before(address, values)[0];
      if (!known || JSON.stringify(known) !== JSON.stringify([address, values])) this.apply(address, values);
    }
  },
};

function initial(entry) {
  return entry.choices.length ? entry.choices[entry.initial] : entry.initial;
}

// A path replaces a latent and the other way round: they are one thing to hold and to undo.
function topicOf(address, values) {
  const places = { step: 2, track: 1 }[address.split("/")[1]] || 0;
  if (places) return [address, ...values.slice(0, places)].join(" ");
  return address === "/path" ? "/latent" : address;
}

function pathMessage(path) {
  return [path.length === 1 ? "/latent" : "/path", [].concat(...path)];
}

function recordingOf(values) {
  return values[0] === "stop" || values.length > 1 ? null : values[0];
}

// Between snapshots as `granvae play` does it: numbers by weight, frequencies and rates as
// intervals, choices and whole numbers those of the heaviest; see granvae.play.presets.
function blend(pairs) {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  const heaviest = pairs.reduce((best, pair) => (pair[1] > best[1] ? pair : best))[0];
  const share = pairs.map(([, weight]) => weight / total);
  const messages = heaviest.messages.map(([address, values]) => {
    const all = pairs.map(([shot]) => shot.messages.find((m) => topicOf(...m) === topicOf(address, values)));
    const entry = STORE.parameters.get(address.slice(1));
    if (all.some((m) => !m) || (entry && (entry.whole || entry.choices.length || entry.name === "join"))) {
      return [address, values];
    }
    if (topicOf(address, values) === "/latent") return pathMessage(blendPaths(all, share));
    const numbers = all.map((m) => m[1][0]);
    const sign = Math.sign(numbers[0]);
    const interval = ["/frequency", "/rate"].includes(address) && sign && numbers.every((v) => v * sign > 0);
    const mix = (f) => numbers.reduce((sum, v, k) => sum + share[k] * f(v), 0);
    return [address, [interval ? sign * Math.exp(mix((v) => Math.log(v * sign))) : mix((v) => v)]];
  });
  return { messages };
}

function blendPaths(all, share) {
  const size = STORE.model.latents;
  const paths = all.map(([, values]) => {
    const points = [];
    for (let i = 0; i < values.length; i += size) points.push(values.slice(i, i + size));
    return points;
  });
  const count = Math.max(...paths.map((p) => p.length));
  const mixed = [];
  for (let k = 0; k < count; k++) {
    const point = new Array(size).fill(0);
    paths.forEach((path, p) => {
      const at = count > 1 ? (k * (path.length - 1)) / (count - 1) : 0;
      const i = Math.min(Math.floor(at), path.length - 1), j = Math.min(i + 1, path.length - 1);
      for (let d = 0; d < size; d++) {
        point[d] += share[p] * (path[i][d] + (at - i) * (path[j][d] - path[i][d]));
      }
    });
    mixed.push(point);
  }
  return mixed;
}
