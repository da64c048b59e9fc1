// Renews what a page says of jobs, and loads the page anew when one has ended. Said aloud is every tenth percent.
"use strict";
(() => {
  const follow = (job) => {
    const said = job.nextElementSibling;
    let pause = 1000;
    let lastSaid = -1;

    const say = () => {
      const bar = job.querySelector("progress[value]");
      const tenth = bar ? Math.floor(bar.value / 10) : -1;
      if (tenth <= lastSaid) return;
      lastSaid = tenth;
      said.textContent = job.innerText.trim().split("\n").slice(0, 2).join(". ");
    };

    const renew = async () => {
      try {
        const answer = await fetch(job.dataset.part, { credentials: "same-origin", redirect: "manual" });
        if (answer.status >= 500) throw new Error(answer.status);
        const text = await answer.text();
        // Signed out, for instance, or of another state, for which the page has other buttons.
        if (answer.status !== 200 || answer.headers.get("Job-State") !== job.dataset.state) { location.reload(); return; }
        job.innerHTML = text;
        say();
        pause = Math.min(pause + 100, 3000);
      } catch {
        pause = Math.min(pause * 2, 30000); // the site is away for a moment
      }
      setTimeout(renew, pause);
    };
    setTimeout(renew, pause);
  };
  document.querySelectorAll("[data-part]").forEach(follow);
})();
