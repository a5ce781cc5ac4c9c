// Comforts of every page: keys with their help sheet, and typed text that outlives a session.
"use strict";
document.documentElement.classList.add("js");

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const KEPT = "kept:";
const PRIVATE = new Set(["fact_applicant", "fact_identity_checked"]);

const KEYS = [
  ["?", "打开本说明"],
  ["/", "到检索框"],
  ["j　k", "清单里下一件、上一件；Enter 打开"],
  ["v", "预览清单里选中的一件"],
  ["←　→", "领导页翻到上一件、下一件"],
  ["a", "事项页上到现在能办的第一项"],
  ["Ctrl+Enter", "提交正在填的表单"],
  ["Ctrl+S", "保存草稿"],
  ["Esc", "关闭本说明"],
];

function helpSheet() {
  const sheet = document.createElement("dialog");
  sheet.className = "keys";
  sheet.setAttribute("aria-labelledby", "h-keys");
  const ways = [...document.querySelectorAll("[data-key]")];
  const rows = [...KEYS, ...ways.map((a) => [`g 再按 ${a.dataset.key}`, a.textContent.trim()])];
  const head = document.createElement("h2");
  head.id = "h-keys";
  head.textContent = "键盘快捷键";
  const table = document.createElement("table");
  for (const [key, says] of rows) {
    const row = table.insertRow();
    const name = document.createElement("kbd");
    name.textContent = key;
    row.insertCell().append(name);
    row.insertCell().textContent = says;
  }
  const close = document.createElement("button");
  close.textContent = "关闭";
  close.addEventListener("click", () => sheet.close());
  sheet.append(head, table, close);
  document.body.append(sheet);
  return sheet;
}

let sheet = null;
function showKeys() {
  sheet ??= helpSheet();
  if (!sheet.open) sheet.showModal();
}

function step(by) {
  const main = document.getElementById("main");
  const links = [...main.querySelectorAll("[data-record] a:not(.glance), .mine a, .hits .what a")];
  const rows = links.filter((a) => a.offsetParent !== null);
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
}

let going = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPING)) return;
  const act = {
    "?": showKeys,
    "/": () => document.getElementById("ask")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    v: () => document.activeElement.closest("[data-record]")?.querySelector(".glance")?.click(),
    a: () => document.querySelector(".now .acts a")?.focus(),
    ArrowLeft: () => document.querySelector(".leader a[rel=prev]")?.click(),
    ArrowRight: () => document.querySelector(".leader a[rel=next]")?.click(),
  }[event.key];
  if (going) {
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    going = false;
  } else if (event.key === "g") {
    going = true;
  } else if (act) {
    if (!event.key.startsWith("Arrow")) event.preventDefault();
    act();
  }
});
for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.addEventListener("click", showKeys);
}

// What is typed stays in this tab, so that signing in again after the session ended finds it.
function keptName(form) {
  const place = [...document.forms].indexOf(form);
  return `${KEPT}${document.body.dataset.user}:${location.pathname}:${place}`;
}

// A page left before something was done is asked for anew when one comes back to it, and what was
// sent with the deed is not kept as if it were still to be sent.
const DEEDS = "deeds";
const SENT = "sent";

function askAnew() {
  history.replaceState(null, "");
  if (location.hash) location.reload();
  else location.replace(location.href); // never sends a form a second time
}

function countDeeds() {
  const deeds = Number(sessionStorage.getItem(DEEDS));
  const then = history.state?.deeds;
  if (then !== undefined) {
    const sent = "sent" in document.body.dataset; // what answered a form has no address of its own
    if (then !== deeds && !sent) askAnew();
    return;
  }
  const did = document.querySelector("ul.messages .success") !== null;
  if (did) {
    sessionStorage.setItem(DEEDS, String(deeds + 1));
    sessionStorage.removeItem(sessionStorage.getItem(SENT) ?? "");
  }
  history.replaceState({ deeds: deeds + Number(did) }, "");
}
if (document.body.dataset.user) {
  countDeeds();
  addEventListener("pageshow", (event) => { if (event.persisted) countDeeds(); });
}

function fieldsOf(form) {
  const skipped = new Set(["hidden", "password", "file", "submit", "button"]);
  return [...form.elements].filter(
    (field) => field.name && !skipped.has(field.type) && !PRIVATE.has(field.name),
  );
}

function isTick(field) {
  return field.matches("[type=checkbox], [type=radio]");
}

function keep(form) {
  const fields = fieldsOf(form).map((f) => [f.name, f.value, Boolean(f.checked)]);
  sessionStorage.setItem(keptName(form), JSON.stringify(fields));
}

function restore(form, says) {
  const fields = JSON.parse(sessionStorage.getItem(keptName(form)));
  const own = fieldsOf(form);
  if (!fields || fields.length !== own.length) return;
  const ticks = new Map(own.filter(isTick).map((field) => [`${field.name} ${field.value}`, field]));
  fields.forEach(([name, value, checked], n) => {
    const tick = ticks.get(`${name} ${value}`); // a list may stand in another order by now
    if (tick) tick.checked = checked;
    else if (own[n].name === name && !isTick(own[n])) own[n].value = value;
  });
  const note = document.createElement("p");
  note.className = "warn";
  note.setAttribute("role", "status");
  note.textContent = says;
  form.prepend(note);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
// A form that came too late for its page is filled in again where it was.
const UNSENT = "unsent";
const tooLate = document.querySelector("[data-unsent] [data-back]");
if (tooLate && document.referrer && sessionStorage.getItem(SENT)) {
  sessionStorage.setItem(UNSENT, sessionStorage.getItem(SENT));
  tooLate.href = document.referrer;
  tooLate.hidden = false;
}
// A form is sent once, however often its button is pressed while the answer is on its way.
const ONCE = 8000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
  if ("sending" in form.dataset) event.preventDefault();
  form.dataset.sending = "";
  setTimeout(() => delete form.dataset.sending, ONCE);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sending;
});
const signedIn = document.referrer && new URL(document.referrer).pathname === "/sign-in/";
for (const form of document.querySelectorAll("main form[method=post]:not([data-private])")) {
  if (!document.body.dataset.user || !form.querySelector(TYPING)) continue;
  if (sessionStorage.getItem(UNSENT) === keptName(form)) {
    restore(form, "刚才的提交没有收下。您填写的内容已经恢复，请核对后再提交。");
    sessionStorage.removeItem(UNSENT);
  } else if (signedIn) restore(form, "登录曾经过期。您刚才填写的内容已经恢复，还没有提交，请核对后再提交。");
  else if (form.matches("[data-keep]")) restore(form, "您上次在这里写的内容还没有提交，请核对后再提交。");
  else sessionStorage.removeItem(keptName(form));
  form.addEventListener("input", () => keep(form));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, keptName(form)));
}

// A page that has something to object says so where one looks and types next.
const objection = document.querySelector(".refusal, .field.wrong :is(input, select, textarea)");
// The form of an act is there to be filled in; on a screen one touches, a keyboard would cover it.
const first = matchMedia("(pointer: fine)").matches && !location.hash
  ? document.querySelector("form[data-deed] :is(input:not([type=hidden]), select, textarea)")
  : null;
if (objection) objection.focus();
else if (first) first.focus({ preventScroll: true });
