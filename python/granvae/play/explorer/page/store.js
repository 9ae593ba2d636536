// What is known of the performer, and the one way to change it. Views subscribe to topics.

const ECHO_MS = 350; // an echo this soon after an own change may be older than it

const STORE = {
  home: "alone",
  model: DATA.model,
  parameters: new Map(), // name -> row of the engine's table, with its value
  signals: { frequency: null, start: null, crossfade: null, rate: null },
  path: [], // points; a single latent is a path of one. Its `places`, where it has any, lie beside them
  table: null, // samples (null until they are reported), grain, hop, rate
  sounds: [], // the recordings that the model learned from, and those that draws and walks keep to
  stay: [],
  walking: false, // whether a walk without an end goes on; the path is the second that sounds
  edited: null, // the path before a change that the engine makes, until that arrives
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

  on(topics, listener) {
    for (const topic of topics.split(" ")) {
      (this.listeners[topic] = this.listeners[topic] || []).push(listener);
    }
  },

  notify(topic, value) {
    for (const listener of this.listeners[topic] || []) listener(value);
  },

  get latent() {
    return this.path.length ? this.path[this.path.length - 1] : new Array(this.model.latents).fill(0);
  },

  // A signal's value, or its default: a grain as it was recorded.
  signal(name) {
    if (this.signals[name] !== null) return this.signals[name];
    if (name === "frequency") return this.recorded();
    return { start: 0, crossfade: this.model.grain / 4, rate: 1 }[name];
  },

  // Whether draws and walks may take grains of a recording.
  stays(name) { return !this.stay.length || this.stay.includes(name); },

  // Hz at which the table sounds as recorded.
  recorded() {
    const { rate, grain } = this.model, { hop, samples } = this.table || { hop: 0.75 * grain };
    const apart = this.path.places ? this.path.places.slice(1).reduce((sum, place) => sum + place, 0) : (this.path.length - 1) * hop;
    // A cycle of a walk without an end is a grain.
    const size = this.walking ? grain : samples || apart + grain;
    return rate / (size - Math.min(this.signal("crossfade"), size / 2));
  },

  begin() {
    for (const entry of DATA.parameters) {
      const value = entry.choices.length ? entry.choices[entry.initial] : entry.initial;
      if (!entry.signal) this.parameters.set(entry.name, { ...entry, value });
    }
    this.path = [new Array(this.model.latents).fill(0)];
    const Link = window.max && window.max.outlet ? MaxLink : DATA.served ? SocketLink : SilentLink;
    this.link = new Link((address, values) => this.receive(address, values), (status) => this.notify("link", status));
    this.home = this.link.home;
  },

  // A message from outside, which another client may have caused.
  receive(address, values) {
    const topic = topicOf(address, values);
    if (performance.now() < (this.quiet[topic] || 0)) this.held[topic] = [address, values];
    else this.take(address, values);
  },

  // A change by the user; `undo`: whether it can be undone.
  change(address, values, undo = true) {
    const before = undo ? HISTORY.before(address, values) : null;
    this.apply(address, values);
    if (before) HISTORY.remember(topicOf(address, values), before, [[address, values]]);
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
  // the frequency was set to something else in the meantime. While none is set, that is so anyway.
  pace(before) {
    const count = this.path.length, { frequency } = this.signals;
    if (frequency === null) return;
    if (before === 1 && count > 1) this.tone = frequency;
    else if (frequency !== this.slow) return;
    const own = count > 1 ? this.recorded() : this.tone;
    if (count > 1) this.slow = own;
    if (own !== frequency) this.apply("/frequency", [own]);
  },

  // A change of the path that the engine makes: what comes of it is reported.
  edit(address, ...values) {
    this.edited = this.path;
    this.ask(address, ...values);
  },

  adoptPath(path) {
    const before = this.edited;
    this.edited = null;
    if (this.table) this.table.samples = null;
    this.set("path", path, "latent");
    if (!before) return;
    HISTORY.remember("edit", [pathMessage(before)], [pathMessage(path)]);
    this.pace(before.length);
  },

  // A request that changes nothing here.
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
    else if (address === "/map") { DATA.map = values[0]; this.notify("map"); }
    else if (topicOf(address, values) === "/latent") {
      const path = pathOf(address, values);
      if (path.length) this.adoptPath(path);
    } else if (name in this.signals) {
      this.signals[name] = values[0];
      this.notify("signal", name);
    } else if (this.parameters.has(name)) {
      this.parameters.get(name).value = values[0];
      this.notify("parameter", name);
    } else if (address === "/density") this.take("/frequency", values);
    else if (address === "/volume" || address === "/sound") this.set(name, values[0]);
    else if (address === "/record") this.set("recording", values[0] === "stop" || values.length > 1 ? null : values[0]);
    else if (address === "/preset/save" || address === "/preset/delete") {
      const others = this.presets.filter((known) => known !== values[0]);
      this.set("presets", address === "/preset/save" ? [...others, values[0]] : others);
    } else if (address === "/stay") this.set("stay", values);
    else if (address === "/walk/on" || address === "/walk/off") this.set("walking", address === "/walk/on");
    else if (address === "/table") {
      this.table = { ...this.table, samples: values[0], grain: values[1], hop: values[2] };
      this.pace(this.path.length);
    }
    else if (address === "/model") this.rename(values);
    else if (address === "/error") {
      this.edited = null;
      this.notify("error", values[0]);
    }
    else if (!PATTERN.take(address, values)) this.notify("message", [address, values]);
  },

  set(key, value, topic = key) {
    this[key] = value;
    this.notify(topic, value);
  },

  adopt(state) {
    const other = !this.model || state.model.file !== this.model.file;
    for (const name of ["model", "path", "table", "presets", "volume", "sound", "recording", "meters", "sounds", "stay", "walking"]) this[name] = state[name];
    this.path.places = state.places;
    for (const entry of state.parameters) this.parameters.set(entry.name, entry);
    Object.assign(this.signals, state.signals);
    if (state.sequence) PATTERN.adopt(state.sequence);
    if (other) HISTORY.forget();
    this.quiet = {};
    for (const topic of ["model", "latent", "presets", "volume", "sound", "recording", "meters", "stay", "walking", "pattern"]) this.notify(topic);
    for (const name of Object.keys(this.signals)) this.notify("signal", name);
    for (const name of this.parameters.keys()) this.notify("parameter", name);
  },

  // What granvae~ reports of a model that it has read; `granvae play` also sends /state.
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
    this.notify("model");
    this.notify("latent");
  },
};

// A path replaces a latent and the other way round: they are one thing to hold and to undo.
function topicOf(address, values) {
  const places = { step: 2, track: 1 }[address.split("/")[1]] || 0;
  if (places) return [address, ...values.slice(0, places)].join(" ");
  return ["/path", "/path/placed"].includes(address) ? "/latent" : address;
}

// Numbers one after the other as points.
function pointsOf(values) {
  const size = STORE.model.latents;
  return Array.from({ length: Math.floor(values.length / size) }, (_, k) => values.slice(k * size, (k + 1) * size));
}

// The path that a message plays, and the message that plays a path.
function pathOf(address, values) {
  if (address !== "/path/placed") return pointsOf(values);
  const row = STORE.model.latents + 1;
  const path = pointsOf(values.filter((_, i) => i % row));
  path.places = values.filter((_, i) => i % row === 0);
  return path;
}

function pathMessage(path) {
  if (path.places) return ["/path/placed", [].concat(...path.map((point, k) => [path.places[k], ...point]))];
  return [path.length === 1 ? "/latent" : "/path", [].concat(...path)];
}
