// The training grains as points: reading them, drawing near them, finding the nearest, lifting a
// place to a point.

const NEIGHBOURS = 8; // training grains that a place between them is made of
const SPREAD = 0.3; // σ around a grain, of draws
const SILENCE = -50; // dBFS

class Grains {
  // `known` as granvae.play.explorer.page writes a map, or null.
  constructor(known, latents) {
    const axes = [0, Math.min(1, latents - 1)]; // the two that change the sound most
    const map = known || { count: 0, names: [], axes, step: 1, latents: "", sound: "", time: "", descriptors: {} };
    Object.assign(this, { size: latents, count: map.count, names: map.names, axes: map.axes });
    this.latents = Float32Array.from(new Int16Array(bytesOf(map.latents)), (step) => step * map.step);
    this.sound = new Uint16Array(bytesOf(map.sound));
    this.time = new Float32Array(bytesOf(map.time));
    this.values = {}; // of each descriptor
    for (const [name, text] of Object.entries(map.descriptors)) this.values[name] = new Float32Array(bytesOf(text));
  }

  point(index) {
    return Array.from(this.latents.subarray(index * this.size, (index + 1) * this.size));
  }

  // Whether draws may take it: it is audible, and of a recording that they keep to.
  drawn(index) {
    const { loudness } = this.values;
    if (loudness && loudness[index] < SILENCE) return false;
    return STORE.stays(this.names[this.sound[index]]);
  }

  // A point near one of these: a draw from the prior may lie where nothing was learned.
  draw() {
    const known = Array.from({ length: this.count }, (_, i) => i).filter((i) => this.drawn(i));
    const from = known.length ? this.point(known[Math.floor(Math.random() * known.length)]) : null;
    return Array.from({ length: this.size }, (_, d) => (from ? from[d] + SPREAD * gaussian() : gaussian()));
  }

  where(index) {
    const name = this.names[this.sound[index]];
    return name === undefined ? "a training grain" : `${name}, ${this.time[index].toFixed(2)} s`;
  }

  // Of all grains, the nearest to a latent; with its distance in σ.
  nearest(z) {
    let best = -1, least = Infinity;
    for (let i = 0, at = 0; i < this.count; i++, at += this.size) {
      let sum = 0;
      for (let d = 0; d < this.size && sum < least; d++) {
        const apart = this.latents[at + d] - z[d];
        sum += apart * apart;
      }
      if (sum < least) { least = sum; best = i; }
    }
    return { index: best, distance: Math.sqrt(least) };
  }

  // The nearest on the plane of two latents, the nearest first: [[index, squared distance], …].
  around(x, y, first, second, count) {
    const found = [];
    for (let i = 0, at = 0; i < this.count; i++, at += this.size) {
      const a = this.latents[at + first] - x, b = this.latents[at + second] - y;
      const square = a * a + b * b;
      if (found.length === count && square >= found[count - 1][1]) continue;
      let place = found.length;
      while (place > 0 && found[place - 1][1] > square) place--;
      found.splice(place, 0, [i, square]);
      if (found.length > count) found.pop();
    }
    return found;
  }

  // A place on the map as a whole point. `interpolation`: "between" takes the other latents from the
  // grains around, the nearer the more; "grain" is the nearest grain itself; "plane" keeps the other
  // latents as they are in `base`.
  lift(x, y, first, second, interpolation, base) {
    const point = base.slice();
    const near = interpolation === "plane" ? [] : this.around(x, y, first, second, interpolation === "grain" ? 1 : NEIGHBOURS);
    if (interpolation === "grain" && near.length) return this.point(near[0][0]);
    if (near.length) {
      point.fill(0);
      // Shepard (1968) with a small radius added, so that passing a grain is not a jump.
      const soft = 0.25 * near[near.length - 1][1] + 1e-6;
      let total = 0;
      for (const [index, square] of near) {
        const weight = 1 / (square + soft);
        total += weight;
        for (let d = 0; d < this.size; d++) point[d] += weight * this.latents[index * this.size + d];
      }
      for (let d = 0; d < this.size; d++) point[d] /= total;
    }
    point[first] = x;
    point[second] = y;
    return point;
  }

  // How many grains there are in each of `bins` parts of -reach … reach, the most being 1.
  histogram(dimension, bins, reach) {
    const counts = new Float32Array(bins);
    for (let i = dimension; i < this.latents.length; i += this.size) {
      const bin = Math.floor(((this.latents[i] + reach) / (2 * reach)) * bins);
      if (bin >= 0 && bin < bins) counts[bin] += 1;
    }
    const most = Math.max(1, ...counts);
    return counts.map((count) => count / most);
  }
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
}
