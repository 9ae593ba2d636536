// Puts the page together for the home it finds itself in.

function begin() {
  const asked = /[?&]theme=(light|dark)/.exec(location.search);
  let theme = asked && asked[1];
  try { theme = theme || localStorage.getItem("granvae-theme"); } catch (error) { /* as in a file */ }
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = theme || system;
  STORE.begin();
  document.documentElement.dataset.homeIs = STORE.home;
  if (STORE.home === "alone") document.documentElement.dataset.alone = "";
  for (const element of document.querySelectorAll("[data-home]")) {
    if (!element.dataset.home.split(" ").includes(STORE.home)) element.hidden = true;
  }
  const parts = [MAP, MAPINPUT, LFO, LATENTS];
  if (STORE.home !== "alone") parts.push(WAVE, KEYBOARD, SETTINGS, PAD, PRESETS, TABS);
  if (STORE.home === "play") parts.push(SEQUENCER, LISTEN, WALK);
  for (const part of [...parts, TRANSPORT]) part.begin();
  MAPINPUT.describe();
  window.granvae = STORE; // for those who want to look inside
}

begin();
