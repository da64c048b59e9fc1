// Forms that ask by address leave out what was left empty, so that the address can be read and shared.
"use strict";

document.querySelectorAll("form[data-lean]").forEach((form) => {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((one) => one.name && !one.value);
    empty.forEach((one) => { one.disabled = true; });
    // Coming back by the history must find the form usable.
    setTimeout(() => empty.forEach((one) => { one.disabled = false; }), 0);
  });
});
