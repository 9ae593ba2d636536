// Presets: save, recall, and a square between four of them.

const CORNERS = ["A", "B", "C", "D"]; // top left, top right, bottom left, bottom right

const PRESETS = {
  corners: ["", "", "", ""],

  begin() {
    this.name = make("input", { type: "text", "aria-label": "Name of the preset", placeholder: "name", maxLength: 40, value: "" });
    const save = make("button", { type: "submit", textContent: "Save", id: "preset-save" });
    this.list = make("div", { className: "preset-list", role: "group", "aria-label": "Presets" });
    const label = "Morph between four presets: arrow keys move";
    this.field = square({ id: "morph", "aria-label": label }, 0.02, (x, y) => this.morph(x, y));
    this.field.place(0.5, 0.5);
    this.selects = CORNERS.map((corner, i) => {
      const onchange = (event) => { this.corners[i] = event.target.value; };
      return make("select", { "aria-label": `Preset of corner ${corner}`, onchange });
    });
    const pair = (a, b) => make("div", { className: "corners" }, [this.selects[a], this.selects[b]]);
    const morph = make("div", { className: "morph" }, [pair(0, 1), this.field, pair(2, 3)]);
    const onsubmit = (event) => { event.preventDefault(); this.save(); };
    const form = make("form", { className: "save", onsubmit }, [this.name, save]);
    $("panel-presets").append(make("div", { className: "presets" }, [this.list, morph, form]));
    STORE.on("presets", () => this.show());
    this.show();
  },

  save() {
    const free = () => { for (let k = 1; ; k++) if (!STORE.presets.includes(String(k))) return String(k); };
    STORE.change("/preset/save", [this.name.value.trim() || free()], false);
    this.name.value = "";
  },

  recall(name) {
    if (STORE.presets.includes(name)) STORE.change("/preset/recall", [name]);
  },

  show() {
    this.list.textContent = "";
    if (!STORE.presets.length) {
      this.list.append(make("p", { textContent: "Save what sounds now; keys 1 to 9 recall.", style: "color:var(--soft);margin:0;grid-column:1/3" }));
    }
    STORE.presets.forEach((name, i) => {
      const recall = button(name, () => this.recall(name), { title: i < 9 ? `Key ${i + 1}` : name });
      const remove = button("×", () => STORE.change("/preset/delete", [name], false), { "aria-label": `Delete ${name}` });
      this.list.append(make("div", { className: "preset" }, [recall, remove]));
    });
    this.selects.forEach((select, i) => {
      options(select, [["", `${CORNERS[i]} –`], ...STORE.presets.map((name) => [name, name])]);
      if (!STORE.presets.includes(this.corners[i])) this.corners[i] = STORE.presets[i] || "";
      select.value = this.corners[i];
    });
  },

  morph(x, y) {
    this.field.place(x, y);
    const weights = [(1 - x) * y, x * y, (1 - x) * (1 - y), x * (1 - y)];
    const shares = new Map(); // one preset may have several corners
    this.corners.forEach((name, i) => { if (name) shares.set(name, (shares.get(name) || 0) + weights[i]); });
    const pairs = Array.from(shares).filter(([, weight]) => weight > 1e-6);
    if (pairs.length) STORE.change("/preset/morph", [].concat(...pairs));
  },
};
