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
  // A look-up of places tells how far each is from the place that the form names already.
  const places = ["location", "place", "parent"].map((name) => `select.admin-autocomplete[data-field-name=${name}]`);
  const placeSelects = () => [...document.querySelectorAll(places.join())];
  let open = null;
  const beside = () => {
    const other = placeSelects().find((select) => select !== open && select.value);
    return other ? other.value : "";
  };
  const jQuery = window.django && window.django.jQuery;
  if (jQuery) {
    jQuery(document).on("select2:open", "select.admin-autocomplete", (event) => { open = event.target; });
    jQuery.ajaxPrefilter((options) => {
      const place = /\/autocomplete\//.test(options.url) && beside();
      if (place) options.url += `${options.url.includes("?") ? "&" : "?"}beside=${encodeURIComponent(place)}`;
    });
    // “Not in the list: create …” opens the form of the button beside the look-up, with what was typed in it.
    jQuery(document).on("select2:selecting", "select.admin-autocomplete", (event) => {
      const entry = event.params && event.params.args && event.params.args.data;
      const add = document.getElementById(`add_${event.target.id}`);
      if (!entry || entry.id !== "create") return;
      event.preventDefault();
      jQuery(event.target).select2("close");
      if (!add) return;
      const address = new URL(add.href);
      for (const [name, value] of Object.entries(entry.values)) address.searchParams.set(name, value);
      const before = add.href;
      add.href = address;
      add.click();
      add.href = before;
    });
  }

  const later = () => setTimeout(nameLookUps, 0);
  window.addEventListener("load", later);
  document.addEventListener("formset:added", later);
  if (jQuery) jQuery(document).on("select2:select select2:unselect", later);
})();
