// 手写意见: strokes of a finger, a pen or a mouse, as whole numbers in a field of 1000 by 400.
"use strict";

const WIDTH = 1000;
const HEIGHT = 400;
const NEAR = 4; // points closer than this to the last one tell nothing
const LONGEST = 60000; // as the server takes it
const SVG = "http://www.w3.org/2000/svg";

function path(stroke) {
  if (stroke.length === 2) return `M${stroke[0]} ${stroke[1]}h0`;
  let d = `M${stroke[0]} ${stroke[1]}`;
  for (let n = 0; n + 3 < stroke.length; n += 2) {
    const [x, y, toX, toY] = stroke.slice(n, n + 4);
    d += `Q${x} ${y} ${(x + toX) / 2} ${(y + toY) / 2}`;
  }
  return `${d}L${stroke.at(-2)} ${stroke.at(-1)}`;
}

function handwriting(part) {
  const kept = part.querySelector("textarea");
  const pad = part.querySelector(".pad");
  const field = part.querySelector("svg");
  const open = part.querySelector("[data-pad-open]");
  const said = part.querySelector("[data-pad-said]");
  let strokes = [];
  let pen = null; // the pointer that writes, its stroke and its line

  function show(visible) {
    pad.hidden = !visible;
    open.setAttribute("aria-expanded", String(visible));
    open.textContent = visible ? "收起手写" : strokes.length ? "手写意见（已写）" : "手写意见";
  }

  function line(stroke) {
    const drawn = document.createElementNS(SVG, "path");
    drawn.setAttribute("d", path(stroke));
    field.append(drawn);
    return drawn;
  }

  function read() {
    try {
      strokes = kept.value ? JSON.parse(kept.value) : [];
      field.replaceChildren();
      strokes.forEach(line);
    } catch {
      strokes = [];
    }
  }

  function tell() {
    said.textContent = strokes.length ? `已写${strokes.length}笔` : "";
  }

  function keep() {
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    kept.dispatchEvent(new Event("input", { bubbles: true }));
    tell();
  }

  function at(event) {
    const box = field.getBoundingClientRect();
    const within = (part, most) => Math.round(Math.min(Math.max(part, 0), 1) * most);
    return [
      within((event.clientX - box.left) / box.width, WIDTH),
      within((event.clientY - box.top) / box.height, HEIGHT),
    ];
  }

  function begin(event) {
    if (pen || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.preventDefault();
    if (JSON.stringify(strokes).length > LONGEST - 4000) {
      said.textContent = "已经写满，请清除一些，或者在上面打字。";
      return;
    }
    const stroke = at(event);
    pen = { id: event.pointerId, stroke, drawn: line(stroke) };
    field.setPointerCapture(event.pointerId);
  }

  function go(event) {
    if (event.pointerId !== pen?.id || pen.stroke.length >= 800) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = at(one);
      const near = Math.hypot(x - pen.stroke.at(-2), y - pen.stroke.at(-1)) < NEAR;
      if (!near) pen.stroke.push(x, y);
    }
    pen.drawn.setAttribute("d", path(pen.stroke));
  }

  function end(event) {
    if (event.pointerId !== pen?.id) return;
    strokes.push(pen.stroke);
    pen = null;
    keep();
  }

  open.addEventListener("click", () => show(pad.hidden));
  field.addEventListener("pointerdown", begin);
  field.addEventListener("pointermove", go);
  field.addEventListener("pointerup", end);
  field.addEventListener("pointercancel", end);
  part.querySelector("[data-pad-undo]").addEventListener("click", () => {
    strokes.pop();
    field.lastElementChild?.remove();
    keep();
  });
  part.querySelector("[data-pad-clear]").addEventListener("click", () => {
    strokes = [];
    field.replaceChildren();
    keep();
  });
  // What was written before a session ended is put back into the form by desk.js.
  kept.form.addEventListener("input", (event) => {
    if (event.target === kept || kept.value === (strokes.length ? JSON.stringify(strokes) : "")) return;
    read();
    tell();
    show(strokes.length > 0);
  });
  read();
  tell();
  show(strokes.length > 0);
}

document.querySelectorAll("[data-handwriting]").forEach(handwriting);
