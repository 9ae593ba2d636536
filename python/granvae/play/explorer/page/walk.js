// What the engine makes of learned grains: walks, and paths that are pulled to them or stretched.

const WALK = {
  begin() {
    $("walk").onclick = () => this.toggle();
    $("path-walk").onclick = () => STORE.edit("/walk", +$("map-count").value, Math.floor(Math.random() * 2 ** 31));
    $("path-snap").onclick = () => STORE.edit("/snap", 0.5);
    $("path-longer").onclick = () => STORE.edit("/stretch", 2);
    $("path-shorter").onclick = () => STORE.edit("/stretch", 0.5);
    STORE.on("walking", () => $("walk").setAttribute("aria-pressed", STORE.walking));
    STORE.on("stay model", () => this.offer());
  },

  toggle() { STORE.edit(STORE.walking ? "/walk/off" : "/walk/on"); },

  // A recording is chosen, or no more; none chosen are all.
  stay(name) {
    const others = STORE.stay.filter((known) => known !== name);
    STORE.change("/stay", others.length < STORE.stay.length ? others : [...others, name]);
  },

  // Only where the model holds recordings to walk along.
  offer() {
    for (const id of ["walk", "path-walk", "path-snap"]) $(id).disabled = !STORE.sounds.length;
  },
};
