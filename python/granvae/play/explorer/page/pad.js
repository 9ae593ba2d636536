// A pad on any two latents: the others stay where they are.

const PAD_REACH = 3; // σ to either side

const PAD = {
  begin() {
    const panel = $("panel-pad");
    this.x = make("select", { "aria-label": "Horizontal latent" });
    this.y = make("select", { "aria-label": "Vertical latent" });
    this.field = make("div", {
      className: "pad", tabIndex: 0, role: "application",
      "aria-label": "Pad on two latents: arrow keys move, with Shift faster",
    });
    this.puck = make("span", { className: "puck" });
    this.field.append(this.puck);
    this.where = make("output", {});
    panel.append(
      make("div", { className: "values" }, [this.x, make("span", { textContent: "×" }), this.y, make("span", { className: "space" }), this.where]),
      this.field,
    );
    for (const select of [this.x, this.y]) select.onchange = () => this.show();
    drags(this.field, (x, y) => this.go((2 * x - 1) * PAD_REACH, (1 - 2 * y) * PAD_REACH));
    this.field.addEventListener("keydown", (event) => {
      const way = arrow(event);
      if (!way) return;
      event.preventDefault();
      const size = event.shiftKey ? 0.5 : 0.05;
      this.go(STORE.latent[+this.x.value] + way[0] * size, STORE.latent[+this.y.value] + way[1] * size);
    });
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
    const value = (v) => Math.round(clamp(v, -PAD_REACH, PAD_REACH) * 1000) / 1000;
    point[+this.x.value] = value(x);
    point[+this.y.value] = value(y);
    LFO.centre(+this.x.value, value(x));
    LFO.centre(+this.y.value, value(y));
    STORE.change("/latent", point);
  },

  show() {
    const x = STORE.latent[+this.x.value], y = STORE.latent[+this.y.value];
    const share = (v) => 50 + (50 * clamp(v, -PAD_REACH, PAD_REACH)) / PAD_REACH;
    this.puck.style.left = `${share(x)}%`;
    this.puck.style.top = `${100 - share(y)}%`;
    this.where.value = `${x.toFixed(2)}, ${y.toFixed(2)}`;
  },
};
