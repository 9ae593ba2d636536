// Small helpers for the document.

const $ = (id) => document.getElementById(id);

// An element with properties, attributes and children (elements or text).
function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "style" && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function options(select, pairs) {
  select.textContent = "";
  for (const [value, text] of pairs) select.append(make("option", { value, textContent: text }));
}

const button = (textContent, onclick, more = {}) => make("button", { textContent, onclick, ...more });

// A number that the user types; `change` gets it where it is one, and in its range.
function numberInput(properties, change) {
  const input = make("input", { type: "number", ...properties });
  input.onchange = () => { if (input.value !== "" && input.checkValidity()) change(+input.value); };
  return input;
}

// Not while the user types.
function showValue(input, value) {
  if (document.activeElement !== input) input.value = value;
}

// Buttons of which one is chosen, as the attribute `mark` says; some keys move on, as the ARIA
// practices say.
function choices(buttons, mark, keys, onChoice) {
  const show = (chosen) => buttons.forEach((each) => {
    each.setAttribute(mark, each === chosen);
    each.tabIndex = each === chosen ? 0 : -1;
  });
  const choose = (chosen) => { show(chosen); onChoice(chosen); };
  buttons.forEach((each, i) => {
    each.onclick = () => choose(each);
    each.onkeydown = (event) => {
      const step = keys[event.key];
      if (!step) return;
      event.preventDefault();
      const next = buttons[(i + step + buttons.length) % buttons.length];
      next.focus();
      choose(next);
    };
  });
  show(buttons.find((each) => each.getAttribute(mark) === "true"));
  return choose;
}

function radios(group, onChoice) {
  const buttons = Array.from(group.querySelectorAll("[role=radio]")).filter((each) => !each.hidden);
  const keys = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const choose = choices(buttons, "aria-checked", keys, (chosen) => onChoice(chosen.dataset.mode));
  return (mode) => choose(buttons.find((each) => each.dataset.mode === mode));
}

// Follows a pointer that is pressed on an element, wherever it goes: f(x, y, "down"|"move"|"up"),
// with x and y from 0 to 1 of the element.
function drags(element, follow) {
  let pressed = null;
  const report = (event, what) => {
    const box = element.getBoundingClientRect();
    follow((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, what, event);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || pressed !== null) return;
    pressed = event.pointerId;
    element.setPointerCapture(pressed);
    report(event, "down");
  });
  element.addEventListener("pointermove", (event) => { if (event.pointerId === pressed) report(event, "move"); });
  for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, (event) => {
    if (event.pointerId !== pressed) return;
    pressed = null;
    report(event, "up");
  });
}

// The way that an arrow key points, as [right, up]; undefined for other keys.
const arrow = (event) => ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] })[event.key];

// A square with a puck that pointer and arrow keys move: move(x, y), from 0 to 1 from its left and
// its bottom. A key moves it by `step`, with Shift ten times as far.
function square(properties, step, move) {
  const puck = make("span", { className: "puck" });
  const field = make("div", { className: "pad", tabIndex: 0, role: "application", ...properties }, [puck]);
  let at;
  field.place = (x, y) => {
    at = [clamp(x, 0, 1), clamp(y, 0, 1)];
    puck.style.left = `${100 * at[0]}%`;
    puck.style.top = `${100 * (1 - at[1])}%`;
  };
  const moveTo = (x, y) => move(clamp(x, 0, 1), clamp(y, 0, 1));
  drags(field, (x, y) => moveTo(x, 1 - y));
  field.addEventListener("keydown", (event) => {
    const way = arrow(event);
    if (!way) return;
    event.preventDefault();
    const size = step * (event.shiftKey ? 10 : 1);
    moveTo(at[0] + way[0] * size, at[1] + way[1] * size);
  });
  return field;
}

// A canvas in the pixels of the screen, cleared.
function sharp(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth, height = canvas.clientHeight;
  const context = canvas.getContext("2d");
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

// A line through places, and a disc.
function trace(context, places) {
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
}

function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

// The outline, or the inside, of what was traced.
function stroke(context, strokeStyle, lineWidth) {
  Object.assign(context, { strokeStyle, lineWidth });
  context.stroke();
}

function fill(context, fillStyle) {
  context.fillStyle = fillStyle;
  context.fill();
}

// What a slider of our own says to screen readers.
function ariaValue(element, low, high, value, text) {
  for (const [name, each] of Object.entries({ min: low, max: high, now: value, text })) element.setAttribute(`aria-value${name}`, each);
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// As many digits as one needs to see a change.
function formatNumber(value) {
  if (value === null || value === undefined || !isFinite(value)) return "";
  const size = Math.abs(value);
  return size >= 1000 || Number.isInteger(value) ? String(Math.round(value)) : String(+value.toPrecision(4));
}

// A dialog: shown until closed; resolves with the value of the button that closed it.
function dialog(title, content, buttons) {
  const box = $("dialog");
  box.textContent = "";
  const heading = make("h2", { id: "dialog-title", textContent: title });
  const row = make("div", { className: "actions" }, buttons.map(([value, text]) => button(text, null, { value })));
  box.setAttribute("aria-labelledby", "dialog-title");
  box.append(make("form", { method: "dialog" }, [heading, ...content, row]));
  box.showModal();
  return new Promise((resolve) => box.addEventListener("close", () => resolve(box.returnValue), { once: true }));
}
