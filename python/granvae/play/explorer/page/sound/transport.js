// The bar above: model, sound, level, load, recording, undo, theme; and the keys of the page.

const KEYS = [
  ["Space", "sound on or off"], ["R", "record, or stop"],
  ["L", "listen here, or stop"], ["W", "walk on and on, or stop"], ["X 0", "randomise the unlocked latents; to the origin"],
  ["Q", "play or stop the sequence"],
  ["V P H", "map: play, path, move"], ["1 … 9", "recall a preset"], ["S", "save a preset"],
  ["Ctrl Z", "undo; with Shift, redo"], ["Arrows", "on the map: move; with Shift, farther"],
  ["Enter", "on the map: end a path"], ["+ − N", "on the map: zoom; to the nearest grain"],
  ["A … P", "on the keyboard: notes"],
];

const TRANSPORT = {
  begin() {
    $("sound").onclick = () => this.sound();
    $("volume").oninput = () => STORE.change("/volume", [+$("volume").value]);
    $("record").onclick = () => this.record();
    $("undo").onclick = () => HISTORY.undo();
    $("redo").onclick = () => HISTORY.redo();
    $("theme").onclick = () => this.theme(dark() ? "light" : "dark");
    $("keys").onclick = () => this.help();
    $("model-open").onclick = () => this.open();
    STORE.on("model", () => this.name());
    STORE.on("link", (status) => this.link(status));
    STORE.on("sound", () => $("sound").setAttribute("aria-pressed", !!STORE.sound));
    STORE.on("volume", () => { $("volume").value = STORE.volume; });
    STORE.on("recording", () => this.recording());
    STORE.on("meters theme", () => this.meters());
    STORE.on("history", () => {
      $("undo").disabled = !HISTORY.past.length;
      $("redo").disabled = !HISTORY.future.length;
    });
    STORE.on("error", (sentence) => this.showMessage(sentence));
    STORE.on("message", ([address, values]) => { if (address === "/models") this.models = values; });
    document.addEventListener("keydown", (event) => this.key(event));
    this.name();
  },

  name() {
    $("model-name").textContent = STORE.model.name;
    document.title = `${STORE.model.name} – granvae`;
  },

  link(status) {
    const textContent = { up: "", down: "connection lost, trying again", alone: "silent viewer" }[status];
    Object.assign($("link"), { className: `link ${status}`, textContent, title: status === "up" ? "connected" : "" });
  },

  sound() { STORE.change("/sound", [STORE.sound ? 0 : 1], false); },

  record() {
    const now = new Date();
    const stamp = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
    STORE.ask("/record", STORE.recording ? "stop" : `granvae-${stamp}.wav`);
  },

  recording() {
    const on = !!STORE.recording;
    if (!on && this.recorded) this.showMessage(`Recorded ${this.recorded}.`);
    this.recorded = STORE.recording;
    $("record").setAttribute("aria-pressed", on);
    Object.assign($("record"), { textContent: on ? "Stop" : "Record", title: on ? STORE.recording : "Record to a file (R)" });
  },

  meters() {
    if (!STORE.meters) return;
    const { load, levels } = STORE.meters;
    const percent = Math.round(100 * load);
    if ($("load").textContent !== String(percent)) $("load").textContent = percent;
    $("load").parentNode.classList.toggle("high", percent >= 80);
    const { context, width, height } = sharp($("levels"));
    const each = height / levels.length;
    levels.forEach((peak, i) => {
      const share = clamp(1 + (20 * Math.log10(Math.max(1e-4, peak))) / 60, 0, 1); // -60 … 0 dBFS
      for (const [colour, part] of [["line", 1], [peak >= 1 ? "warn" : "good", share]]) {
        context.fillStyle = ink(colour);
        context.fillRect(0, i * each + 1, width * part, each - 2);
      }
    });
    const loudest = Math.max(...levels);
    $("levels").title = loudest > 1e-4 ? `${(20 * Math.log10(loudest)).toFixed(0)} dBFS` : "silent";
  },

  theme(name) {
    document.documentElement.dataset.theme = name;
    try { localStorage.setItem("granvae-theme", name); } catch (error) { /* a page from a file may not */ }
    STORE.notify("theme");
  },

  async open() {
    const onkeydown = (event) => { if (event.key === "Enter") { event.preventDefault(); $("dialog").close("load"); } };
    const field = make("input", { type: "text", id: "model-file", value: STORE.model.file, spellcheck: false, list: "models", onkeydown });
    const known = make("datalist", { id: "models" }, (this.models || []).map((file) => make("option", { value: file })));
    const answer = dialog("Load a model", [make("label", { htmlFor: "model-file", className: "sr", textContent: "File" }), field, known], [["cancel", "Cancel"], ["load", "Load"]]);
    field.select();
    if ((await answer) === "load" && field.value.trim()) STORE.ask("/model", field.value.trim());
  },

  help() {
    const list = make("dl", {}, [].concat(...KEYS.map(([key, what]) => [
      make("dt", {}, key.split(" ").map((part) => make("kbd", { textContent: part }))), make("dd", { textContent: what }),
    ])));
    dialog("Keys", [list], [["close", "Close"]]);
  },

  // One sentence at the bottom for a while.
  showMessage(sentence) {
    $("message").textContent = sentence;
    clearTimeout(this.messageTimer);
    this.messageTimer = setTimeout(() => { $("message").textContent = ""; }, 6000);
  },

  key(event) {
    if ($("dialog").open || STORE.home === "alone") return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "z") {
      event.preventDefault();
      return event.shiftKey ? HISTORY.redo() : HISTORY.undo();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target.matches("input:not([type=range]), select, textarea")) return;
    if (key === " " && target.matches("button, [role=tab], [role=radio]")) return;
    const act = {
      " ": () => this.sound(), r: () => this.record(), l: () => LISTEN.toggle(), w: () => WALK.toggle(), x: () => LATENTS.randomise(),
      v: () => MAPINPUT.choose("play"), p: () => MAPINPUT.choose("draw"), h: () => MAPINPUT.choose("move"),
      s: () => PRESETS.save(), "?": () => this.help(), 0: () => LATENTS.go(() => 0),
    }[key];
    if (act) act();
    else if (/^[1-9]$/.test(key)) PRESETS.recall(STORE.presets[+key - 1]);
    else return;
    event.preventDefault();
  },
};
