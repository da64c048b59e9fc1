// Fills in the exact fields of a date while its words are typed. The server reads the words, here and when saving.
"use strict";
(() => {
  const read = async (input) => {
    // “Yesterday” is read against the day of publication: of the saved report, or of the one being entered.
    const saidOn = input.dataset.saidOn || document.getElementById("id_published_on")?.value || "";
    const query = new URLSearchParams({ words: input.value, said_on: saidOn });
    const answer = await fetch(`${input.dataset.url || "/admin/incidents/incident/read-date/"}?${query}`, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : { problem: "" };
  };

  const fieldsOf = (input) => {
    const prefix = input.name.replace(/[^-]*$/, "");
    const field = (part) => input.dataset[part] && document.getElementById(`id_${prefix}${input.dataset[part]}`);
    return { earliest: field("earliest"), latest: field("latest"), precision: field("precision"), time_of_day: field("timeOfDay"), clock: field("clock") };
  };

  const noteBeside = (input) => {
    let note = input.parentElement.querySelector(".date-read");
    if (!note) {
      note = document.createElement("span");
      note.className = "date-read";
      note.setAttribute("role", "status");
      input.after(note);
    }
    return note;
  };

  const show = (input, value) => {
    const note = noteBeside(input);
    note.textContent = value.problem ?? value.said;
    note.classList.toggle("date-unread", "problem" in value);
    if ("problem" in value) return;
    for (const [part, field] of Object.entries(fieldsOf(input))) {
      if (field && value[part] !== null && !(part === "time_of_day" && value[part] === "unknown")) field.value = value[part];
    }
  };

  let waiting;
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches || !input.matches("input.imprecise-date")) return;
    clearTimeout(waiting);
    if (!input.value.trim()) { noteBeside(input).textContent = ""; return; }
    waiting = setTimeout(async () => {
      const words = input.value;
      const value = await read(input);
      if (words === input.value) show(input, value);
    }, 250);
  });
})();
