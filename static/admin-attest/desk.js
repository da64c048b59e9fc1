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

  // A look-up hides the field that it was made from.
  const focusOn = (field) => {
    const box = field.nextElementSibling;
    (box && box.matches(".select2-container") ? box.querySelector(".select2-selection") : field).focus();
  };
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target.matches("input, select, textarea")) focusOn(target);
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  // The fast lane begins where its first answer is typed, or with what is missing.
  window.addEventListener("load", () => setTimeout(() => {
    if (!document.body.classList.contains("fast-lane") || document.activeElement !== document.body) return;
    const first = document.querySelector("#content-main .refused a") || document.getElementById("id_source");
    if (first) focusOn(first);
  }, 0));

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
