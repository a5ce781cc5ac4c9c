// Copying a citation; without this script the text is there to be selected.
"use strict";

function copied(words) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(words);
  // An intranet without TLS has no clipboard of its own.
  const box = document.createElement("textarea");
  box.value = words;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
  return Promise.resolve();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copied(button.dataset.copy);
    button.textContent = "已复制";
  });
}
