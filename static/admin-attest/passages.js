// Binds words that are selected in a report's text to the claim: fills in the next free passage row.
"use strict";
(() => {
  const offsetIn = (container, node, offset) => {
    const range = document.createRange();
    range.selectNodeContents(container);
    range.setEnd(node, offset);
    return [...range.toString()].length;
  };

  const freeRow = async () => {
    const rows = () => [...document.querySelectorAll("#passages-group tr.form-row:not(.empty-form)")];
    const isFree = (row) => !row.querySelector(".passage-quote").value;
    let row = rows().find(isFree);
    if (!row) {
      document.querySelector("#passages-group .add-row a").click();
      await new Promise((done) => { setTimeout(done, 0); });
      row = rows().find(isFree);
    }
    return row;
  };

  const bind = async (button) => {
    const text = document.querySelector(`.report-text[data-text="${button.dataset.text}"]`);
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const start = offsetIn(text, range.startContainer, range.startOffset);
    const end = offsetIn(text, range.endContainer, range.endOffset);
    const row = await freeRow();
    row.querySelector("select").value = button.dataset.text;
    row.querySelector(".passage-quote").value = [...text.textContent].slice(start, end).join("");
    row.querySelector(".passage-start").value = start;
    row.querySelector(".passage-end").value = end;
    const wording = document.getElementById("id_wording");
    if (wording && !wording.value) wording.value = range.toString().slice(0, 300);
    row.scrollIntoView({ block: "center" });
  };

  for (const button of document.querySelectorAll(".bind-passage")) {
    button.hidden = false;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => bind(button));
  }
})();
