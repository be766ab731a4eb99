// The composer of alert messages: links that follow the text, copying, sharing, and a worker that
// keeps one page for when there is no internet. Nothing that is typed is stored anywhere.
const alarm = {
  // The words of this page where it is not in Dutch (languages/script_words.py).
  words: JSON.parse(document.currentScript.dataset.words || "{}"),
  say: (text) => alarm.words[text] ?? text,

  // All that Python's quote(safe="") encodes; half an emoji would make encodeURIComponent throw.
  encode: (text) =>
    encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(
      /[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase()),

  links: { whatsapp: "https://wa.me/?text=", telegram: "https://t.me/share/url?url=" },

  // As alerts/values/personal.py.
  personal(text) {
    const found = [];
    if (/[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}/i.test(text)) found.push(alarm.say("e-mailadres"));
    if (/(?:^|[^\p{L}\p{N}_+])(?:(?:\+|00)[1-9][0-9]{0,2}(?:[ ().-]{0,3}[0-9]){7,12}|0(?!8[08]0|90)[1-9](?:[ ().-]{0,2}[0-9]){8})(?![0-9])/u
      .test(text)) found.push(alarm.say("telefoonnummer"));
    const nine = [...text.matchAll(/(?:^|[^0-9])([0-9](?:[ .]?[0-9]){8})(?![0-9])/g)];
    const passes = (digits) => +digits && [...digits].reduce(
      (sum, digit, place) => sum + digit * (place < 8 ? 9 - place : -1), 0) % 11 === 0;
    if (nine.some(([, one]) => passes(one.replace(/[ .]/g, "")))) found.push(alarm.say("burgerservicenummer (BSN)"));
    const warning = alarm.say("Dit lijkt een {what}. Zet dat niet in de groep.");
    return found.map((what) => warning.replace("{what}", what)).join(" ");
  },

  // The words beside a box, as the server draws them; none takes them away.
  tell(box, words) {
    const id = box.id + "_error";
    const choices = box.type === "radio" && box.closest("fieldset");
    const field = choices || box;
    const before = (field.getAttribute("aria-describedby") || "").split(" ");
    const ids = before.filter((one) => one && one !== id);
    document.getElementById(id)?.remove();
    if (words) {
      const line = document.createElement("p");
      line.className = "dp-error";
      line.id = id;
      const fault = document.createElement("span");
      fault.className = "visually-hidden";
      fault.textContent = alarm.say("Fout:") + " ";
      line.append(fault, words);
      choices ? choices.querySelector("legend").after(line) : box.before(line);
      ids.push(id);
    }
    words ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", ids.join(" "));
    if (!ids.length) field.removeAttribute("aria-describedby");
    box.closest(".dp-field")?.classList.toggle("dp-field--error", Boolean(words));
  },

  // The box with the message, and the ways into the chat below it.
  follow(box, ways) {
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-outline-primary";
      made.textContent = words;
      made.addEventListener("click", act);
      ways.querySelector(".dp-actions").append(made);
    };
    button(alarm.say("Kopieer de tekst"), async () => {
      try {
        await navigator.clipboard.writeText(box.value);
      } catch {
        box.select();
        document.execCommand("copy");
      }
      told.textContent = alarm.say("Gekopieerd. Plak de tekst in je groep.");
    });
    if (navigator.share) {
      const others = alarm.say("Deel met een andere app");
      button(others, () => navigator.share({ text: box.value }).catch(() => {}));
    }
    ways.append(told);
    ways.querySelector("[data-without-script]")?.remove();
    const show = () => {
      const warning = alarm.personal(box.value);
      alarm.tell(box, warning);
      ways.hidden = Boolean(warning);
      told.textContent = "";
      for (const link of ways.querySelectorAll("[data-share]")) {
        link.href = alarm.links[link.dataset.share] + alarm.encode(box.value);
      }
    };
    box.addEventListener("input", show);
    return show;
  },
};

{
  const { worker } = document.currentScript.dataset;
  const ways = document.querySelector("[data-alarm-shares]");
  if (ways?.querySelector("[data-share]") && !document.querySelector("[data-rules]")) {
    alarm.follow(document.getElementById("id_text"), ways);
    document.querySelector("[data-again]")?.remove();
  }
  // The time is asked only of what was earlier.
  const time = document.getElementById("id_earlier")?.closest(".dp-field");
  const whether = () => {
    const isEarlier = document.querySelector("[name=when][value=earlier]").checked;
    time.hidden = !isEarlier && !time.querySelector("input").value;
  };
  if (time) {
    document.addEventListener("change", whether);
    whether();
  }
  // Nothing is controlled yet on a first visit: then the browser itself would lose the page.
  addEventListener("submit", (event) => {
    if (navigator.onLine || navigator.serviceWorker?.controller || event.defaultPrevented) return;
    event.preventDefault();
    const heading = document.querySelector("h1");
    const line = document.createElement("p");
    line.className = "dp-note dp-note--warning";
    line.tabIndex = -1;
    line.textContent = alarm.say("Je hebt geen internet. Bellen kan wel. Wat je typte, staat er nog.");
    heading.before(line);
    line.focus();
  });
  if (worker && "serviceWorker" in navigator) {
    addEventListener("load", () =>
      navigator.serviceWorker.register(worker, { updateViaCache: "none" }).catch(() => {}));
  }
}
