// All that can be set, as messages: for presets where none are kept elsewhere, and for undo.

function capture() {
  const parameters = Array.from(STORE.parameters.values(), ({ name, value }) => [`/${name}`, [value]]);
  const signals = Object.entries(STORE.signals).filter(([, value]) => value !== null);
  return [...parameters, ...signals.map(([name, value]) => [`/${name}`, [value]]), pathMessage(STORE.path)];
}

// Sends those that change anything.
function restore(messages) {
  for (const [address, values] of messages) {
    const known = HISTORY.before(address, values)[0];
    if (!known || JSON.stringify(known) !== JSON.stringify([address, values])) STORE.apply(address, values);
  }
}

// A weighted mean of presets, as granvae.play.presets makes it.
function blend(pairs) {
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  const heaviest = pairs.reduce((best, pair) => (pair[1] > best[1] ? pair : best))[0];
  const share = pairs.map(([, weight]) => weight / total);
  return heaviest.map(([address, values]) => {
    const all = pairs.map(([preset]) => preset.find((m) => topicOf(...m) === topicOf(address, values)));
    const entry = STORE.parameters.get(address.slice(1));
    if (all.some((m) => !m) || (entry && (entry.whole || entry.choices.length || entry.name === "join"))) {
      return [address, values];
    }
    if (topicOf(address, values) === "/latent") return pathMessage(blendPaths(all, share));
    const numbers = all.map((m) => m[1][0]);
    const sign = Math.sign(numbers[0]);
    const interval = ["/frequency", "/rate"].includes(address) && sign && numbers.every((v) => v * sign > 0);
    const mix = (f) => numbers.reduce((sum, v, k) => sum + share[k] * f(v), 0);
    return [address, [interval ? sign * Math.exp(mix((v) => Math.log(v * sign))) : mix((v) => v)]];
  });
}

function blendPaths(all, share) {
  const size = STORE.model.latents;
  const paths = all.map((message) => pathOf(...message));
  const count = Math.max(...paths.map((p) => p.length));
  return Array.from({ length: count }, (_, k) => {
    const point = new Array(size).fill(0);
    paths.forEach((path, p) => {
      const at = count > 1 ? (k * (path.length - 1)) / (count - 1) : 0;
      const i = Math.min(Math.floor(at), path.length - 1), j = Math.min(i + 1, path.length - 1);
      for (let d = 0; d < size; d++) {
        point[d] += share[p] * (path[i][d] + (at - i) * (path[j][d] - path[i][d]));
      }
    });
    return point;
  });
}
