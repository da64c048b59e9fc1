// Renews what a page says of a job, and loads the page anew when the job has ended. Said aloud is every tenth percent.
"use strict";
(() => {
  const job = document.getElementById("job");
  const said = document.getElementById("job-said");
  if (!job || !job.dataset.part) return;
  let pause = 1000;
  let lastSaid = -1;

  const say = () => {
    const bar = job.querySelector("[role=progressbar]");
    const tenth = bar ? Math.floor(Number(bar.getAttribute("aria-valuenow")) / 10) : -1;
    if (tenth <= lastSaid) return;
    lastSaid = tenth;
    said.textContent = job.innerText.trim().split("\n").slice(0, 2).join(". ");
  };

  const renew = async () => {
    try {
      const answer = await fetch(job.dataset.part, { credentials: "same-origin", redirect: "manual" });
      if (answer.status === 200) {
        const text = await answer.text();
        if (answer.headers.get("Job-State") !== job.dataset.state) { location.reload(); return; }
        job.innerHTML = text;
        say();
        pause = Math.min(pause + 100, 3000);
      } else {
        location.reload(); // signed out, for instance
        return;
      }
    } catch {
      pause = Math.min(pause * 2, 30000); // the site is away for a moment
    }
    setTimeout(renew, pause);
  };
  setTimeout(renew, pause);
})();
