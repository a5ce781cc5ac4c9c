// Comforts of the editor: autosave, live preview, cleaned paste, ordinals, pictures.
"use strict";
document.documentElement.classList.add("js");

const paper = document.querySelector("form[data-paper]");
const body = document.getElementById("id_body");
const saved = document.querySelector("[data-saved]");
const sheets = document.querySelector("[data-sheets]");
const told = document.querySelector("[data-told]");
const trouble = document.querySelector("[data-trouble]");

function put(box, text) {
  box.focus();
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// As if typed, so that Ctrl+Z takes it back; a browser that cannot has it put in all the same.
function type(box, text) {
  box.focus();
  if (!document.execCommand("insertText", false, text)) put(box, text);
}

function cite(event) {
  event.preventDefault();
  const button = event.currentTarget;
  type(document.getElementById(button.dataset.into), button.dataset.insert);
  const inserted = document.querySelector("[data-inserted]");
  inserted.hidden = false;
  inserted.firstElementChild.textContent = `已在光标处插入${button.dataset.insert}。`;
  button.closest("li").append(inserted);
}

function takeBack(event) {
  body.focus();
  document.execCommand("undo");
  event.currentTarget.parentElement.hidden = true;
}

function send(address) {
  return fetch(address, { method: "POST", body: new FormData(paper) });
}

// What Word and WPS put on the clipboard, as lines: paragraphs, list ordinals, rows between bars.
const SKIPPED = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "XML"]);
const PARTS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "BLOCKQUOTE"]);

function flat(node) {
  return node.textContent.replace(/[\u200b\ufeff]/g, "").replace(/[\s\u00a0]+/g, " ").trim();
}

function linesOf(node, found) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const text = flat(child);
      if (text) found.push(text);
    } else if (child.nodeType === Node.ELEMENT_NODE && !SKIPPED.has(child.tagName)) {
      if (child.tagName === "TABLE") {
        for (const row of child.rows) {
          const cells = [...row.cells].map((cell) => flat(cell).replace(/([|\\])/g, "\\$1"));
          found.push(`| ${cells.join(" | ")} |`);
        }
      } else if (PARTS.has(child.tagName) && !child.querySelector("p, div, table, li")) {
        const text = flat(child).replace(/^[·•▪]\s*/, "").replace(/^([一二三四五六七八九十]+、|（.{1,3}）|\d+[.．])\s+/, "$1");
        if (text) found.push(text);
      } else if (child.querySelector("p, div, table, li, h1, h2, h3")) {
        linesOf(child, found);
      } else {
        const text = flat(child);
        if (text) found.push(text);
      }
    }
  }
  return found;
}

function cleaned(event) {
  const html = event.clipboardData.getData("text/html");
  if (!html) return;
  event.preventDefault();
  const parsed = new DOMParser().parseFromString(html, "text/html");
  put(event.target, linesOf(parsed.body, []).join("\n"));
}

let changed = false;
let busy = false;
let stopped = false;

async function autosave() {
  if (!changed || busy || stopped) return;
  changed = false;
  busy = true;
  try {
    const answer = await send(paper.dataset.save);
    const said = await answer.json();
    if (answer.ok) {
      paper.elements.draft_token.value = said.draft_token;
      saved.textContent = `草稿已自动保存（${said.saved}）。`;
    } else {
      stopped = true;
      saved.textContent = `${said.says}：按“保存草稿”。`;
    }
  } catch {
    changed = true;
    saved.textContent = "草稿暂时没有保存上，会再试。";
  } finally {
    busy = false;
  }
}

function row(one) {
  const item = document.createElement("li");
  item.className = `level-${one.level}`;
  const level = document.createElement("b");
  level.textContent = one.level;
  item.append(level, ` ${one.where}：${one.says} `);
  if (one.quote) {
    const quote = document.createElement("q");
    quote.textContent = one.quote;
    item.append(quote, " ");
  }
  const basis = document.createElement("span");
  basis.className = "hint";
  basis.textContent = one.basis;
  item.append(basis);
  if (one.mend) item.append(" ", mender(one.mend, "改正"));
  return item;
}

function mender(rule, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => mend(rule));
  return button;
}

function mend(rule) {
  const wanted = document.createElement("input");
  wanted.type = "hidden";
  wanted.name = "do";
  wanted.value = `mend:${rule}`;
  stopped = true;
  paper.append(wanted);
  paper.submit();
}

let asked = 0;

async function preview() {
  asked += 1;
  const mine = asked;
  sheets.classList.add("stale");
  try {
    const answer = await send(paper.dataset.preview);
    const seen = await answer.json();
    if (mine !== asked) return;
    trouble.hidden = !seen.trouble;
    trouble.textContent = seen.trouble;
    if (!answer.ok) return;
    document.querySelector("[data-count]").textContent = `（${seen.told.length}处）`;
    told.replaceChildren(...seen.told.map(row));
    if (!seen.told.length) told.textContent = "没有发现问题。";
    sheets.replaceChildren(...seen.pages.map((address, at) => {
      const page = document.createElement("img");
      page.className = "sheet-page";
      page.src = address;
      page.alt = `第${at + 1}页`;
      return page;
    }));
    sheets.classList.remove("stale");
  } catch {
    trouble.hidden = false;
    trouble.textContent = "预览暂时打不开，稍后再试。";
  }
}

let waiting = 0;

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(preview, 700);
}

if (paper) {
  paper.addEventListener("input", () => { changed = true; soon(); });
  paper.addEventListener("change", soon);
  setInterval(autosave, 5000);
  for (const box of paper.querySelectorAll("textarea")) box.addEventListener("paste", cleaned);
  for (const button of document.querySelectorAll("[data-mark]")) {
    button.addEventListener("click", () => {
      const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
      const fresh = body.selectionStart === start;
      put(body, `${fresh ? "" : "\n"}${button.dataset.mark.replace("⏎", "\n")}`);
    });
  }
  document.getElementById("picture").addEventListener("change", async (event) => {
    const data = new FormData();
    data.append("file", event.target.files[0]);
    data.append("csrfmiddlewaretoken", paper.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(paper.dataset.picture, { method: "POST", body: data });
    const said = await answer.json();
    if (answer.ok) put(body, `\n${said.line}\n`);
    else saved.textContent = said.says;
    event.target.value = "";
  });
  for (const button of document.querySelectorAll("[data-insert]")) button.addEventListener("click", cite);
  document.querySelector("[data-undo]").addEventListener("click", takeBack);
  document.querySelector("[data-mend-all]").addEventListener("click", () => mend(""));
  paper.addEventListener("submit", () => { stopped = true; });
  preview();
}
