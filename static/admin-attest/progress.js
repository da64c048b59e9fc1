// Follows jobs that are not finished; when one is, the page is drawn anew with what came of it.
"use strict";
(() => {
  const PAUSE = 2000, LONGEST_PAUSE = 30000, SPOKEN_STEP = 10;

  const follow = (box) => {
    const bar = box.querySelector("progress"), words = box.querySelector(".job-words");
    const spoken = box.querySelector("[role=status]");
    let saidAt = bar.hasAttribute("value") ? bar.value : 0, pause = PAUSE;

    const draw = (job) => {
      if (job.percent === null) bar.removeAttribute("value"); else bar.value = job.percent;
      words.textContent = job.words;
      // Each tenth is read out, not each step.
      if (job.percent !== null && job.percent - saidAt >= SPOKEN_STEP) {
        saidAt = job.percent;
        spoken.textContent = job.words;
      }
    };
    const look = async () => {
      try {
        const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
        if (answer.redirected || answer.status === 403 || answer.status === 404) { location.reload(); return; }
        if (!answer.ok) throw new Error(answer.status);
        const job = await answer.json();
        if (!job.unfinished || job.state !== box.dataset.state) { location.reload(); return; }
        draw(job);
        pause = PAUSE;
      } catch {
        pause = Math.min(pause * 2, LONGEST_PAUSE);  // the site is away for a moment
      }
      setTimeout(look, pause);
    };
    setTimeout(look, pause);
  };
  document.querySelectorAll("[data-progress]").forEach(follow);
})();
