// The three homes of the page: beside `granvae play` (WebSocket), in Max (window.max), or alone.
// A link sends messages as ["/address", …arguments], and hands on those that come back.

const DATA = JSON.parse($("data").textContent);

class SocketLink {
  constructor(onMessage, onStatus) {
    this.home = "play";
    this.onMessage = onMessage;
    this.onStatus = onStatus;
    this.wait = 250; // ms until the next attempt
    this.open();
  }

  open() {
    this.socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/socket${location.search}`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => { this.wait = 250; this.onStatus("up"); };
    this.socket.onmessage = (event) => {
      if (typeof event.data !== "string") return LISTEN.receive(event.data);
      const [address, ...values] = JSON.parse(event.data);
      this.onMessage(address, values);
    };
    this.socket.onclose = () => {
      this.onStatus("down");
      setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(4000, this.wait * 2);
    };
  }

  send(address, values) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify([address, ...values]));
  }
}

// In a [jweb], whose outlet goes to granvae~ and whose inlet takes what granvae~ reports. What only
// `granvae play` knows is done here: keeping presets, and morphing between them.
class MaxLink {
  constructor(onMessage, onStatus) {
    this.home = "max";
    this.onMessage = onMessage;
    this.presets = {};
    const take = (name) => window.max.bindInlet(name, (...values) => this.take(name, values));
    for (const name of ["latent", "path", "loaded", "latents", "error", ...SIGNAL_NAMES]) take(name);
    for (const entry of DATA.parameters) if (!entry.signal) take(entry.name);
    setTimeout(() => {
      onStatus("up");
      window.max.outlet("info");
    }, 0);
  }

  take(name, values) {
    this.onMessage(`/${{ loaded: "model", latents: "latent" }[name] || name}`, values);
  }

  send(address, values) {
    const name = address.slice(1);
    if (name.startsWith("preset/")) return this.preset(name.slice(7), values);
    window.max.outlet(name, ...values);
  }

  preset(verb, values) {
    const [name] = values;
    if (verb === "save") this.presets[name] = capture();
    else if (verb === "delete") delete this.presets[name];
    else if (verb === "recall" && this.presets[name]) restore(this.presets[name]);
    else if (verb === "morph") {
      const pairs = [];
      for (let i = 0; i < values.length; i += 2) {
        const preset = this.presets[values[i]];
        if (preset && values[i + 1] > 0) pairs.push([preset, values[i + 1]]);
      }
      if (pairs.length) restore(blend(pairs));
    }
    if (verb === "save" || verb === "delete") this.onMessage(`/preset/${verb}`, [name]);
  }
}

// Without a performer: the page of a report, which only shows.
class SilentLink {
  constructor(onMessage, onStatus) {
    this.home = "alone";
    setTimeout(() => onStatus("alone"), 0);
  }

  send() {}
}

const SIGNAL_NAMES = ["frequency", "start", "crossfade", "rate"];
