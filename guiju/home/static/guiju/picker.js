// The tree of a picker: closed where it is long, found by initials, walked by the arrow keys.
"use strict";
(function () {
  const LONG = 12;
  const ITEMS = "summary, input[name=to]";

  function attend(picker) {
    const find = picker.querySelector("[data-find]");
    const found = picker.querySelector("[data-found]");
    const picked = picker.querySelector("[data-picked]");
    const rows = [...picker.querySelectorAll("[data-words]")];
    const branches = [...picker.querySelectorAll("[data-branch]")];
    const tickOf = (row) => row.querySelector("input[name=to]");

    function settle() {
      for (const branch of branches) {
        const recent = !branch.querySelector("summary .hint");
        branch.open = rows.length <= LONG || recent || Boolean(branch.querySelector("input:checked"));
      }
    }

    function look() {
      const wanted = find.value.trim().toLowerCase();
      const hits = rows.filter((row) => row.dataset.words.toLowerCase().includes(wanted));
      for (const row of rows) row.hidden = !hits.includes(row) && !tickOf(row).checked;
      for (const branch of branches) {
        branch.parentElement.hidden = !branch.querySelector("[data-words]:not([hidden])");
        branch.open = true;
      }
      found.textContent = wanted ? says(hits.length) : "";
      if (!wanted) settle();
    }

    function says(n) {
      return n ? `找到${n}个，按回车选第一个。` : "没有找到，换个词再查找。";
    }

    function seen() {
      return [...picker.querySelectorAll(`.choices :is(${ITEMS})`)].filter(
        (item) => item.offsetParent !== null,
      );
    }

    function pickFirst() {
      const wanted = find.value.trim().toLowerCase();
      const row = rows.find((one) => one.dataset.words.toLowerCase().includes(wanted));
      if (!wanted || !row) return;
      const tick = tickOf(row);
      if (!tick.checked) tick.click();
      tick.focus();
    }

    function walk(event) {
      const item = event.target.closest(ITEMS);
      if (!item) return;
      const branch = item.closest("details");
      const open = item.tagName === "SUMMARY" && branch.open;
      const native = item.type === "radio" && item.checked;
      if (event.key === "ArrowRight" && item.tagName === "SUMMARY") branch.open = true;
      else if (event.key === "ArrowLeft" && open) branch.open = false;
      else if (event.key === "ArrowLeft" && branch) up(item, branch).focus();
      else if (event.key === "ArrowDown" && !native) move(item, 1);
      else if (event.key === "ArrowUp" && !native) move(item, -1);
      else return;
      event.preventDefault();
    }

    function up(item, branch) {
      const outer = item.tagName === "SUMMARY" ? branch.parentElement.closest("details") : branch;
      return outer ? outer.querySelector("summary") : item;
    }

    function move(item, by) {
      const items = seen();
      const next = items[items.indexOf(item) + by];
      if (next) next.focus();
      else if (by < 0 && find) find.focus();
    }

    function tell() {
      const names = rows.filter((row) => tickOf(row).checked).map((r) => tickOf(r).dataset.called);
      picked.textContent = names.length ? `已选${names.length}个：${names.join("、")}` : "还没有选。";
    }

    // Whoever has the lead is asked; and what has been picked need not be typed again above.
    const leadOf = (row) => row.querySelector("input[name=lead]");
    const typed = new Map();
    function write(fact, words) {
      const field = document.getElementById(`id_fact_${fact}`);
      if (!field || (field.value && field.value !== typed.get(fact))) return;
      typed.set(fact, words);
      field.value = words;
    }

    function agree(event) {
      const row = event.target.closest("[data-words]");
      if (!row || !leadOf(row)) return;
      if (event.target === leadOf(row)) tickOf(row).checked = true;
      else if (!tickOf(row).checked) leadOf(row).checked = false;
      const asked = rows.filter((one) => tickOf(one).checked);
      const lead = asked.length === 1 ? asked[0] : asked.find((one) => leadOf(one).checked);
      const called = (one) => tickOf(one).dataset.called;
      write("lead_unit", lead ? called(lead) : "");
      write("co_units", lead ? asked.filter((one) => one !== lead).map(called).join("、") : "");
      if (picked) tell();
    }
    picker.addEventListener("change", agree);

    if (find) {
      find.addEventListener("input", look);
      find.addEventListener("keydown", (event) => {
        if (event.isComposing || event.ctrlKey) return;
        if (event.key === "Enter") pickFirst();
        else if (event.key === "ArrowDown") seen()[0]?.focus();
        else return;
        event.preventDefault();
      });
    }
    picker.querySelector(".choices")?.addEventListener("keydown", walk);
    if (picked) {
      picker.closest("form").addEventListener("input", tell);
      tell();
    }
    settle();
  }

  document.querySelectorAll("[data-picker]").forEach(attend);
})();
