// Warns before typed changes are left behind, and opens what a link points into.
"use strict";
(() => {
  const form = document.querySelector("#content-main form[method=post][id]");
  if (form) {
    let touched = false;
    form.addEventListener("input", () => { touched = true; });
    form.addEventListener("change", () => { touched = true; });
    form.addEventListener("submit", () => { touched = false; });
    window.addEventListener("beforeunload", (event) => { if (touched && form.id !== "changelist-form") event.preventDefault(); });
  }

  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target.matches("input, select, textarea")) target.focus();
  };
  window.addEventListener("hashchange", reveal);
  reveal();
})();
