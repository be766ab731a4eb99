// The live page of an alert: asks every few seconds whether anything changed, and less often while
// nothing does or nobody looks. Without it the page is looked at again by hand.
{
  const { words } = document.currentScript.dataset;
  const inThisPage = JSON.parse(words || "{}"); // where it is not in Dutch (languages/script_words.py)
  const say = (text) => inThisPage[text] ?? text;
  const part = document.querySelector("[data-live]");
  const status = document.querySelector("main [role=status]");
  const again = document.querySelector("[data-live-again]");
  const SHORTEST = 5000, LONGEST = 60000, SLOWER = 1.1;
  let etag = part.dataset.etag, wait = SHORTEST, lapses = 0, timer = 0, isAsking = false;

  // When a claim lapses the page has to change, whoever asks how often.
  const lapsesIn = (seconds) => (lapses = seconds ? Date.now() + seconds * 1000 : 0);
  const tell = (text) => status.textContent !== text && (status.textContent = text);
  const headline = () => part.querySelector("[data-headline]").textContent;

  const plan = () => {
    clearTimeout(timer);
    const left = lapses - Date.now();
    // Not all at one moment, when all opened the page at one moment.
    const slow = (document.hidden ? LONGEST : wait) * (0.9 + Math.random() / 5);
    timer = setTimeout(ask, left > 0 && !document.hidden ? Math.min(slow, left + 300) : slow);
  };
  const stop = () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    again?.remove();
  };

  const show = (html) => {
    const before = headline(), button = document.activeElement?.closest?.("[data-live] a, [data-live] button");
    const place = part.contains(document.activeElement) ? (button?.textContent.trim() ?? "") : null;
    part.innerHTML = html;
    const { call, seconds } = part.firstElementChild.dataset;
    lapsesIn(Number(seconds));
    if (place !== null) {
      const same = [...part.querySelectorAll("a, button")].find((one) => one.textContent.trim() === place);
      (same ?? part).focus();
    }
    if (headline() !== before) tell(headline());
    return call === "over" || call === "false_alarm";
  };

  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    let isOver = false;
    try {
      const answer = await fetch(part.dataset.live, {
        headers: { "If-None-Match": etag }, cache: "no-store", redirect: "error",
      });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag");
        isOver = show(await answer.text());
        wait = SHORTEST;
      } else if (answer.status === 404) {
        tell(say("Deze pagina verandert niet meer."));
        isOver = true;
      } else {
        wait = Math.min(wait * (answer.status === 304 ? SLOWER : 2), LONGEST);
      }
    } catch {
      wait = Math.min(wait * 2, LONGEST);
      tell(say("Geen verbinding. We proberen het zo weer."));
    }
    isAsking = false;
    if (isOver) stop();
    else plan();
  };
  const seen = () => {
    wait = SHORTEST;
    if (document.hidden) plan();
    else ask();
  };

  lapsesIn(Number(part.firstElementChild.dataset.seconds));
  if (part.querySelector("[data-call=over], [data-call=false_alarm]")) stop();
  else {
    document.addEventListener("visibilitychange", seen);
    plan();
  }
}
