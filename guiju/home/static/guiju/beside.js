// Beside the page opens what a link of it leads to: the article of a basis, a case of a list.
// Without this script the link simply goes there.
"use strict";
(function () {
  let panel = null;
  let opener = null;
  let asked = 0;

  function made() {
    panel = document.createElement("aside");
    panel.className = "beside";
    panel.tabIndex = -1;
    document.body.append(panel);
    return panel;
  }

  function mark(link) {
    for (const row of document.querySelectorAll("[data-record].glanced")) row.classList.remove("glanced");
    link?.closest("[data-record]")?.classList.add("glanced");
  }

  function close() {
    asked += 1; // what is still on its way comes too late
    if (!panel || panel.hidden) return;
    panel.hidden = true;
    mark(null);
    if (opener) (rowOf(opener)?.querySelector("a") ?? opener).focus();
  }

  function rowOf(link) {
    return link.matches(".glance") ? link.closest("[data-record]") : null;
  }

  async function open(link) {
    const turn = (asked += 1);
    const address = new URL(link.href);
    address.searchParams.set("beside", "1");
    let shown;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      shown = await answer.text();
    } catch {
      if (turn === asked) window.location.assign(link.href);
      return;
    }
    if (turn !== asked) return;
    opener = link;
    const box = panel || made();
    const row = rowOf(link);
    box.setAttribute("aria-label", row ? "预览" : "条文");
    box.innerHTML = shown;
    box.hidden = false;
    box.scrollTop = 0;
    mark(row ? link : null);
    if (row) row.querySelector("a").focus(); // one goes on through the list
    else box.focus();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-beside]")) return close();
    const link = event.target.closest("a.law, a.glance");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return undefined;
    event.preventDefault();
    return open(link);
  });
  document.addEventListener("focusin", (event) => {
    if (!panel || panel.hidden || !opener || !rowOf(opener)) return;
    if (!event.target.matches("[data-record] .title a")) return; // a box that is ticked stays in focus
    const next = event.target.closest("[data-record]").querySelector("a.glance");
    if (next && next !== opener) open(next);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
