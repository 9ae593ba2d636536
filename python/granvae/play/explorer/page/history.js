// Undo and redo of what is set on this page.

const GESTURE_MS = 700; // changes of one thing that follow each other faster are one to undo
const MOST_STEPS = 200;

const HISTORY = {
  past: [], // { topic, before, after, time }, messages both
  future: [],

  // The messages that undo a change.
  before(address, values) {
    const topic = topicOf(address, values), name = address.slice(1);
    if (/^\/(sequence|track|step)\//.test(address)) return PATTERN.before(address, values);
    if (topic === "/latent") return [pathMessage(STORE.path)];
    if (name in STORE.signals) return [[topic, [STORE.signal(name)]]];
    if (STORE.parameters.has(name)) return [[topic, [STORE.parameters.get(name).value]]];
    if (name === "stay") return [[address, STORE.stay]];
    if (name === "volume") return [[address, [STORE.volume]]];
    if (name.startsWith("preset/")) return capture();
    return [];
  },

  remember(topic, before, after) {
    const now = performance.now();
    const last = this.past[this.past.length - 1];
    if (last && last.topic === topic && now - last.time < GESTURE_MS) Object.assign(last, { after, time: now });
    else if (before.length) {
      this.past.push({ topic, before, after, time: now });
      if (this.past.length > MOST_STEPS) this.past.shift();
    }
    this.future = [];
    STORE.notify("history");
  },

  undo() { this.travel(this.past, this.future, "before"); },
  redo() { this.travel(this.future, this.past, "after"); },

  travel(from, to, which) {
    const step = from.pop();
    if (!step) return;
    step.time = 0;
    to.push(step);
    restore(step[which]);
    STORE.notify("history");
  },

  forget() {
    Object.assign(this, { past: [], future: [] });
    STORE.notify("history");
  },
};
