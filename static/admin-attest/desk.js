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

  // Look-ups are drawn by a library that forgets what they are called.
  const nameLookUps = () => {
    for (const box of document.querySelectorAll(".select2-container")) {
      const select = box.previousElementSibling;
      if (!select || !select.matches("select")) continue;
      const label = select.getAttribute("aria-label") || (select.labels[0] && select.labels[0].textContent.replace(/:\s*$/, "")) || "";
      for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
        const chosen = select.selectedOptions[0] ? select.selectedOptions[0].textContent : "";
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", `${label.trim()} ${chosen.trim()}`.trim());
      }
    }
  };
  const later = () => setTimeout(nameLookUps, 0);
  window.addEventListener("load", later);
  document.addEventListener("formset:added", later);
  if (window.django && window.django.jQuery) window.django.jQuery(document).on("select2:select select2:unselect", later);
})();
