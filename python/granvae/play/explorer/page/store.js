// What is known of the performer, and the one way to change it. Views subscribe to topics.

const ECHO_MS = 350; // an echo this soon after an own change may be older than it

const STORE = {
  home: "alone",
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
    const { rate, grain } = this.model;
    const unset = { frequency: rate / grain, start: 0, crossfade: grain / 4, rate: 1 };
    return this.signals[name] === null ? unset[name] : this.signals[name];
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
    else if (address === "/latent" || address === "/path") {
      const points = pointsOf(values);
      if (points.length) this.set("path", points, "latent");
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
    } else if (address === "/table") this.table = { ...this.table, samples: values[0], grain: values[1], hop: values[2] };
    else if (address === "/model") this.rename(values);
    else if (address === "/error") this.notify("error", values[0]);
    else if (!PATTERN.take(address, values)) this.notify("message", [address, values]);
  },

  set(key, value, topic = key) {
    this[key] = value;
    this.notify(topic, value);
  },

  adopt(state) {
    const other = !this.model || state.model.file !== this.model.file;
    for (const name of ["model", "path", "table", "presets", "volume", "sound", "recording", "meters"]) this[name] = state[name];
    for (const entry of state.parameters) this.parameters.set(entry.name, entry);
    Object.assign(this.signals, state.signals);
    if (state.sequence) PATTERN.adopt(state.sequence);
    if (other) HISTORY.forget();
    this.quiet = {};
    for (const topic of ["model", "latent", "presets", "volume", "sound", "recording", "meters", "pattern"]) this.notify(topic);
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
  return address === "/path" ? "/latent" : address;
}

// Numbers one after the other as points.
function pointsOf(values) {
  const size = STORE.model.latents;
  return Array.from({ length: Math.floor(values.length / size) }, (_, k) => values.slice(k * size, (k + 1) * size));
}

function pathMessage(path) {
  return [path.length === 1 ? "/latent" : "/path", [].concat(...path)];
}
