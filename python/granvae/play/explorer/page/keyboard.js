// The frequency as a keyboard: pointer, touch, or the letters of the computer's own keys.

const KEY_OCTAVES = 3;
const WHITE = [0, 2, 4, 5, 7, 9, 11];
const LETTERS = "awsedftgyhujkolp"; // as most sequencers have them: A is C
const NOTES = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"];

const KEYBOARD = {
  lowest: 36, // MIDI number of the leftmost C

  begin() {
    this.box = make("div", {
      className: "keyboard", tabIndex: 0, role: "slider", "aria-label": "Frequency as a note",
      title: "Letters A to P play; left and right by semitones, up and down by octaves",
      onkeydown: (event) => this.key(event),
    });
    this.keys = new Map();
    const whites = KEY_OCTAVES * 7 + 1;
    for (let note = 0; note <= KEY_OCTAVES * 12; note++) {
      const before = Math.floor(note / 12) * 7 + WHITE.filter((w) => w < note % 12).length;
      const black = !WHITE.includes(note % 12);
      const width = (black ? 0.62 : 1) * (100 / whites);
      const left = (black ? before - 0.31 : before) * (100 / whites);
      const key = make("i", { className: black ? "black" : "", style: `left:${left}%;width:${width}%` });
      this.keys.set(note, key);
      this.box.append(key);
    }
    $("panel-table").append(this.box);
    drags(this.box, (x, y, what, event) => {
      if (what === "up") return;
      const under = document.elementFromPoint(event.clientX, event.clientY);
      for (const [note, key] of this.keys) if (key === under) this.play(this.lowest + note);
    });
    this.show();
  },

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 12, ArrowDown: -12 }[event.key];
    const letter = LETTERS.indexOf(event.key.toLowerCase());
    if (step) this.play(clamp(Math.round(this.note()) + step, 0, 127));
    else if (event.key.length === 1 && letter >= 0) this.play(this.lowest + 12 + letter);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },

  // MIDI number of the frequency, 69 being 440 Hz.
  note() {
    return 69 + 12 * Math.log2(Math.max(1e-3, Math.abs(STORE.signal("frequency"))) / 440);
  },

  play(note) {
    const hertz = 440 * 2 ** ((note - 69) / 12);
    const backwards = STORE.signal("frequency") < 0;
    const value = Math.round((backwards ? -hertz : hertz) * 1000) / 1000;
    if (value !== STORE.signals.frequency) STORE.change("/frequency", [value]);
  },

  show() {
    const note = Math.round(this.note());
    for (const [key, element] of this.keys) element.classList.toggle("on", this.lowest + key === note);
    ariaValue(this.box, 0, 127, clamp(note, 0, 127), `${NOTES[((note % 12) + 12) % 12]} ${Math.floor(note / 12) - 1}`);
  },
};
