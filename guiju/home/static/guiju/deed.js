// Comforts of the case's forms: autosave, phrases, keys. All works without.
"use strict";

const form = document.querySelector("form[data-deed]");
const said = document.querySelector("[data-saved]");

function insert(button) {
  const box = document.getElementById(button.dataset.into);
  box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function showForOutcome() {
  const outcome = document.getElementById("id_fact_outcome");
  if (!outcome) return;
  for (const part of document.querySelectorAll("[data-outcomes]")) {
    part.hidden = !part.dataset.outcomes.split(" ").includes(outcome.value);
  }
}

function autosave() {
  let changed = false;
  let busy = false;
  let stopped = false;

  async function save() {
    if (!changed || busy || stopped) return;
    changed = false;
    busy = true;
    try {
      const body = new FormData(form);
      body.delete("scan"); // a draft keeps words, no files
      const answer = await fetch(form.dataset.save, { method: "POST", body });
      if (answer.redirected) {
        changed = true;
        said.textContent = "登录已过期，暂不能保存草稿。内容还在本页：按提交，登录后会恢复。";
        return;
      }
      const told = await answer.json();
      if (answer.ok) {
        form.elements.draft.value = told.draft;
        form.elements.draft_token.value = told.token;
        said.textContent = `草稿已自动保存（${told.saved}）。`;
      } else {
        stopped = true;
        said.textContent = told.says;
        if (answer.status === 409) document.querySelector("[data-merge]").hidden = false;
      }
    } catch {
      changed = true;
      said.textContent = "草稿暂时没有保存上，会再试。";
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    said.textContent = "有未保存的修改。";
  });
  form.addEventListener("focusout", (event) => {
    // Sending the form makes a draft of it needless.
    if (!event.relatedTarget?.matches("button[type=submit]")) save();
  });
  form.addEventListener("submit", () => { stopped = true; });
  setInterval(save, 5000);
}

if (form) {
  form.addEventListener("keydown", (event) => {
    if (event.repeat) return; // a key held down is meant for the page it was pressed on
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.main"));
    } else if (event.ctrlKey && event.key.toLowerCase() === "s") {
      const keep = form.querySelector("button[value=save]");
      if (!keep) return;
      event.preventDefault();
      form.requestSubmit(keep);
    }
  });
  form.addEventListener("change", showForOutcome);
  showForOutcome();
  if (form.dataset.save) autosave();
}
for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", () => insert(button));
}
