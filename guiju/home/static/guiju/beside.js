// A basis opens its article beside the page; without this script the link simply goes there.
"use strict";
(function () {
  let panel = null;
  let opener = null;

  function made() {
    panel = document.createElement("aside");
    panel.className = "beside";
    panel.tabIndex = -1;
    panel.setAttribute("aria-label", "条文");
    document.body.append(panel);
    return panel;
  }

  function close() {
    if (!panel || panel.hidden) return;
    panel.hidden = true;
    if (opener) opener.focus();
  }

  async function open(link) {
    const address = new URL(link.href);
    address.searchParams.set("beside", "1");
    let shown;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      shown = await answer.text();
    } catch {
      window.location.assign(link.href);
      return;
    }
    opener = link;
    const box = panel || made();
    box.innerHTML = shown;
    box.hidden = false;
    box.focus();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-beside]")) return close();
    const link = event.target.closest("a.law");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented) return undefined;
    event.preventDefault();
    return open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
