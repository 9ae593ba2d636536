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
  MAP.begin();
  MAPINPUT.begin();
  LFO.begin();
  LATENTS.begin();
  if (STORE.home !== "alone") {
    WAVE.begin();
    KEYBOARD.begin();
    SETTINGS.begin();
    PAD.begin();
    PRESETS.begin();
    TABS.begin();
  }
  if (STORE.home === "play") {
    SEQUENCER.begin();
    LISTEN.begin();
  }
  TRANSPORT.begin();
  MAPINPUT.describe();
  window.granvae = STORE; // for those who want to look inside
}

begin();
