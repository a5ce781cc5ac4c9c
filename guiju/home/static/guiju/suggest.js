// Titles that go on from what is typed in a search box; without this script the box just searches.
"use strict";
(function () {
  const WAIT = 160;

  function row(one, n) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const kind = document.createElement("span");
    link.href = one.url;
    link.id = "suggested-" + n;
    link.setAttribute("role", "option");
    link.tabIndex = -1;
    link.append(one.title);
    kind.className = "hint";
    kind.textContent = one.kind;
    link.append(kind);
    item.setAttribute("role", "presentation");
    item.append(link);
    return item;
  }

  function attend(box) {
    const list = document.createElement("ul");
    list.className = "suggested";
    list.setAttribute("role", "listbox");
    list.id = box.id + "-suggested";
    list.hidden = true;
    box.parentElement.dataset.suggested = "";
    box.parentElement.append(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    box.autocomplete = "off";
    let timer = 0;
    let asked = 0;
    let chosen = -1;

    function show(rows) {
      list.replaceChildren(...rows.map(row));
      list.hidden = rows.length === 0;
      box.setAttribute("aria-expanded", String(!list.hidden));
      chosen = -1;
      box.removeAttribute("aria-activedescendant");
    }

    async function ask() {
      const mine = (asked += 1);
      const words = box.value.trim();
      if (words.length < 2) return show([]);
      try {
        const answer = await fetch(box.dataset.suggest + "?q=" + encodeURIComponent(words));
        if (answer.ok && mine === asked) show((await answer.json()).titles);
      } catch {
        if (mine === asked) show([]);
      }
      return undefined;
    }

    function move(step) {
      const links = list.querySelectorAll("a");
      if (!links.length) return;
      if (chosen >= 0) links[chosen].removeAttribute("aria-selected");
      chosen = (chosen + step + links.length + (chosen < 0 && step < 0 ? 1 : 0)) % links.length;
      links[chosen].setAttribute("aria-selected", "true");
      links[chosen].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", links[chosen].id);
    }

    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    box.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        show([]);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        list.querySelectorAll("a")[chosen].click();
      }
    });
    box.parentElement.addEventListener("focusout", (event) => {
      if (!box.parentElement.contains(event.relatedTarget)) show([]);
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  document.querySelectorAll("input[data-suggest]").forEach(attend);
})();
