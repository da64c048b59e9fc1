// Shows how casualty lines are read while they are typed. The server reads them, here and when saving.
"use strict";
(() => {
  const list = () => document.getElementById("casualties-read");

  const item = (text, className) => {
    const line = document.createElement("li");
    line.textContent = text;
    line.className = className;
    line.dir = "auto";
    return line;
  };

  const show = (reading) => {
    const items = reading.lines.flatMap((line) => line.problem ? [item(line.problem, "date-unread")] : line.said.map((said) => item(said, "")));
    list().replaceChildren(...items);
    document.getElementById("casualties-seen").value = reading.seen;
  };

  let waiting;
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches || !input.matches("textarea.casualty-lines")) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const words = input.value;
      const answer = await fetch(`${list().dataset.url}?words=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && words === input.value) show(await answer.json());
    }, 300);
  });
})();
