// A pad on any two latents: the others stay where they are.

const PAD_REACH = 3; // σ to either side

const PAD = {
  begin() {
    const panel = $("panel-pad");
    this.x = make("select", { "aria-label": "Horizontal latent" });
    this.y = make("select", { "aria-label": "Vertical latent" });
    const label = "Pad on two latents: arrow keys move, with Shift faster";
    this.field = square({ "aria-label": label }, 0.05 / (2 * PAD_REACH), (x, y) => this.go(x, y));
    this.where = make("output", {});
    panel.append(
      make("div", { className: "values" }, [this.x, make("span", { textContent: "×" }), this.y, make("span", { className: "space" }), this.where]),
      this.field,
    );
    for (const select of [this.x, this.y]) select.onchange = () => this.show();
    STORE.on("model", () => this.build());
    STORE.on("latent", () => this.show());
    this.build();
  },

  build() {
    const pairs = STORE.model.labels.map((name, d) => [d, name]);
    options(this.x, pairs);
    options(this.y, pairs);
    this.x.value = Math.min(2, pairs.length - 1);
    this.y.value = Math.min(3, pairs.length - 1);
    this.show();
  },

  go(x, y) {
    const point = STORE.latent.slice();
    for (const [select, share] of [[this.x, x], [this.y, y]]) {
      const value = Math.round((2 * share - 1) * PAD_REACH * 1000) / 1000;
      point[+select.value] = value;
      LFO.centre(+select.value, value);
    }
    STORE.change("/latent", point);
  },

  show() {
    const x = STORE.latent[+this.x.value], y = STORE.latent[+this.y.value];
    this.field.place(0.5 + x / (2 * PAD_REACH), 0.5 + y / (2 * PAD_REACH));
    this.where.value = `${x.toFixed(2)}, ${y.toFixed(2)}`;
  },
};
