// Colours of equal lightness for sounds, and ramps for descriptors, light and dark.

const dark = () => document.documentElement.dataset.theme === "dark";
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// OKLCH (Ottosson 2020) to CSS; hue in turns.
function oklch(lightness, chroma, hue) {
  const a = chroma * Math.cos(2 * Math.PI * hue), b = chroma * Math.sin(2 * Math.PI * hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((v) => {
    const c = Math.min(1, Math.max(0, v));
    return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
  });
  return `rgb(${rgb.join(",")})`;
}

// As many hues as there are sounds; neighbours in the list differ in lightness too.
function soundColours(count) {
  const base = dark() ? 0.74 : 0.56;
  return Array.from({ length: count }, (_, i) => {
    const shift = count > 6 ? (i % 2 ? -0.06 : 0.06) : 0;
    return oklch(base + shift, 0.13, 0.05 + i / Math.max(1, count));
  });
}

// From dim and cool to bright and warm, in 24 steps.
function rampColours() {
  const steps = Array.from({ length: 24 }, (_, i) => i / 23);
  return steps.map((t) => oklch(dark() ? 0.42 + 0.44 * t : 0.78 - 0.36 * t, 0.11 + 0.03 * t, 0.72 + 0.45 * t));
}
