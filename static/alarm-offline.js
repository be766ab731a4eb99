// All questions on one page, answered here: the message of alerts/values/message.py without a
// server. tests/alerts/composer/messages.json holds what both must give.
alarm.compose = (facts) => {
  const joined = (...parts) => parts.filter(Boolean).join(", ");
  const line = (word, text) => text && `${word}: ${text}`;
  const at = facts.called_at ? ` om ${facts.called_at}` : "";
  const news = "Bel alleen als je iets nieuws weet.";
  const police = {
    112: `112 is gebeld${at}. ${news}`,
    "0900": `0900-8844 is gebeld${at}. ${news}`,
    not_yet: "De politie is nog niet gebeld.",
  };
  const last = {
    missing_person: "Zie je deze persoon? Bel 112.",
    doorstep_scam: "Laat niemand binnen. Geef geen pas, code of geld.",
  };
  const when = { now: "nu", just_now: "net, minder dan 15 minuten geleden", earlier: facts.earlier };
  const near = /^\p{Nd}/u.test(facts.near || "") ? `bij nummer ${facts.near}` : facts.near;
  const plate = alarm.plate(facts.plate || "");
  return [
    facts.is_drill && "OEFENING",
    alarm.behind("BUURTALARM", facts.street || facts.place),
    facts.is_drill ? "Dit is een oefening. Bel geen 112." : police[facts.police],
    line("Wat", facts.category === "missing_person" ? joined("vermist", facts.what) : facts.what),
    line("Waar", joined([facts.street, near].filter(Boolean).join(" "), facts.heading)),
    line("Wanneer", when[facts.when]),
    line("Hoe ziet het eruit",
      joined(facts.clothing, facts.notable, facts.height, facts.other, facts.skin)),
    line("Voertuig", joined(facts.vehicle, facts.colour, facts.make, plate && `kenteken ${plate}`)),
    last[facts.category] || "Blijf veilig. Grijp niet zelf in.",
  ].filter(Boolean).join("\n");
};

alarm.behind = (word, area) => (area ? `${word} – ${area}` : word);

alarm.followUp = (kind, facts, at) => {
  const area = facts.street || facts.place || "";
  const came = ["112", "0900"].includes(facts.police) ? " Politie is geweest." : "";
  const text = {
    update: area ? `UPDATE ${area}: ` : "UPDATE: ",
    over: `${alarm.behind("VOORBIJ", area)} ${at}.${came} Dank voor het opletten. Reageren hoeft niet.`,
    false: `${alarm.behind("LOOS ALARM", area)} ${at}. Er was niets aan de hand.`,
  }[kind];
  return facts.is_drill ? `OEFENING\n${text}` : text;
};

// As alerts/values/plates.py.
alarm.plate = (typed) => {
  const codes = ("LL-DD-DD DD-DD-LL DD-LL-DD LL-DD-LL LL-LL-DD DD-LL-LL DD-LLL-D " +
    "D-LLL-DD LL-DDD-L L-DDD-LL LLL-DD-L L-DD-LLL D-LL-DDD DDD-LL-D").split(" ");
  const text = typed.split(/\s+/).filter(Boolean).join(" ");
  const signs = text.replace(/[\s.·•\-‐-―−/]+/g, "").toUpperCase();
  if (!signs) return "";
  if (/^CD[ABFJNST][0-9]{1,3}$/.test(signs)) return `CD-${signs[2]}-${signs.slice(3)}`;
  const hyphens = (code) => {
    let next = 0;
    return code.replace(/[LD]/g, () => signs[next++]);
  };
  const fits = (code) => {
    const shape = code.replace(/-/g, "");
    return [...signs].length === 6 && [...signs].every((sign, place) =>
      /[?*]/.test(sign) || (shape[place] === "D" ? /[0-9]/ : /[A-Z]/).test(sign));
  };
  const fitting = codes.filter(fits).map(hyphens);
  if (/[?*]/.test(signs)) return fitting.length === 1 ? fitting[0] : text.toUpperCase();
  return fitting[0] || text;
};

{
  const form = document.querySelector("[data-rules]");
  const { words, told } = JSON.parse(form.dataset.rules);
  const looks = new Set(words.split(" "));
  const made = document.getElementById("klaar");
  const box = document.getElementById("id_text");
  const show = alarm.follow(box, made.querySelector("[data-alarm-shares]"));
  const boxOf = (name) => {
    const found = form.elements[name];
    return found instanceof RadioNodeList ? found[0] : found;
  };
  const clock = () => new Date().toLocaleTimeString("nl-NL",
    { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
  let isAsked = false; // to call first
  let beside = {}; // what came along from an earlier screen

  const read = () => {
    const facts = { ...beside };
    for (const [name, value] of new FormData(form)) {
      facts[name] = value.normalize("NFC").replace(/\s+/g, " ").trim();
    }
    facts.is_drill = Boolean(facts.drill);
    if (facts.earlier && !facts.when) facts.when = "earlier";
    const called = ["112", "0900"].includes(facts.police);
    facts.called_at = called ? facts.called_at || clock() : "";
    return facts;
  };

  const onlyLooks = (text) => (text.toLowerCase().match(/\p{L}+(?:['’]\p{L}+)?/gu) || [])
    .every((word) => looks.has(word.replace("’", "'")));

  // As alerts/forms/composing.py: what is wrong, by the name of the box.
  const faults = (facts) => {
    const wrong = {};
    if (!facts.police && !facts.is_drill) wrong.police = told.police;
    if (facts.police === "not_yet" && !facts.is_drill && !isAsked) wrong.police = told.call;
    if (!facts.what) wrong.what = told.what;
    if (!facts.category) wrong.category = told.category;
    if (facts.what && facts.category !== "missing_person" && onlyLooks(facts.what)) wrong.what = told.looks;
    if (facts.when === "earlier" && !facts.earlier) wrong.earlier = told.earlier;
    const others = ["clothing", "notable", "height", "other"].filter((name) => facts[name]).length;
    if (facts.skin && others < 2) wrong.skin = told.skin;
    for (const field of form.querySelectorAll("input[type=text]")) {
      const warning = alarm.personal(field.value);
      if (warning) wrong[field.name] = warning;
    }
    return wrong;
  };

  const build = (quietly) => {
    const facts = read();
    beside.called_at = facts.called_at;
    const wrong = faults(facts);
    for (const { name } of form.querySelectorAll("input")) {
      if (!quietly && name && boxOf(name)) alarm.tell(boxOf(name), wrong[name] || "");
    }
    isAsked ||= facts.police === "not_yet";
    const first = [...form.elements].find(({ name }) => wrong[name]);
    if (!first) return present(alarm.compose(facts), alarm.say("Je bericht is klaar"));
    if (quietly) return;
    first.closest("details")?.setAttribute("open", "");
    first.focus();
  };

  const present = (text, heading) => {
    made.hidden = false;
    box.value = text;
    show();
    const title = made.querySelector("h2");
    title.textContent = heading;
    title.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    build();
  });
  const headings = {
    update: alarm.say("Schrijf je update"),
    over: alarm.say("Het is voorbij"),
    false: alarm.say("Loos alarm"),
  };
  const follow = (kind) => present(alarm.followUp(kind, read(), clock()), headings[kind]);
  for (const button of made.querySelectorAll("[data-kind]")) {
    button.addEventListener("click", () => follow(button.dataset.kind));
  }

  // A screen that could not be sent: the worker put what was typed into this page, and only there.
  if (form.dataset.typed) {
    const typed = Object.fromEntries(new URLSearchParams(form.dataset.typed));
    delete form.dataset.typed;
    const { to, screen, text, ...fields } = typed;
    isAsked = Boolean(fields.sure);
    for (const [name, value] of Object.entries(fields)) {
      const there = form.elements[name];
      if (!there) beside[name] = value;
      else if (there.type === "checkbox") there.checked = Boolean(value);
      else there.value = value;
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
    if (headings[to]) follow(to);
    else if (screen === "message" && text) present(text, alarm.say("Je bericht is klaar"));
    else if (to === "message" || screen === "looks") build(true);
  }
}
