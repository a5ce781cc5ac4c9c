// Shows the names of the files chosen; the form works the same without it.
"use strict";
const input = document.querySelector("input[type=file]");
const list = document.getElementById("chosen");
input.addEventListener("change", () => {
  list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    item.textContent = file.name;
    return item;
  }));
  list.hidden = input.files.length < 2;
});
