// A pad on any two latents: the others stay where they are.

const PAD_REACH = 3; // σ to either side

const PAD = {
  begin() {
    const panel = $("panel-pad");
    const select = (label) => make("select", { "aria-label": label, onchange: () => this.show() });
    this.x = select("Horizontal latent");
    this.y = select("Vertical latent");
    const label = "Pad on two latents: arrow keys move, with Shift faster";
    this.field = square({ "aria-label": label }, 0.05 / (2 * PAD_REACH), (x, y) => this.go(x, y));
    this.where = make("output", {});
    panel.append(
      make("div", { className: "values" }, [this.x, make("span", { textContent: "×" }), this.y, make("span", { className: "space" }), this.where]),
      this.field,
    );
    STORE.on("model", () => this.build());
    STORE.on("latent", () => this.show());
    this.build();
  },

  build() {
    const pairs = STORE.model.labels.map((name, d) => [d, name]);
    for (const [select, latent] of [[this.x, 2], [this.y, 3]]) {
      options(select, pairs);
      select.value = Math.min(latent, pairs.length - 1);
    }
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
