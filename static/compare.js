// Compares a paste with the list of members in the browser: nothing of it is sent. What is read and
// how is the same as in groups/members/participants.py and comparing.py; a journey compares the two.
{
  const form = document.querySelector("form[data-compare]");
  const { you, labels, status, more, people: peopleRead, differences, right, or } = form.dataset;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const part = (name) => find(`part="${name}"`);
  const isYou = new Set(you.split("|")), isLabel = new Set(labels.split("|"));
  const isStatus = new RegExp(status, "u"), isMore = new RegExp(more, "iu");
  const letters = { ø: "o", ł: "l", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe" };

  const fold = (text) =>
    text.normalize("NFKC").toLowerCase().normalize("NFKD").replace(/[\p{M}\u00ad\u200b\u2060\ufeff]/gu, "")
      .replace(/[øłđıßæœ]/g, (sign) => letters[sign]).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const plain = (text) =>
    text.replace(/[\p{Cf}\p{Mn}\p{Me}\p{So}\p{Sk}]/gu, "").replace(/[\p{Pd}\u2043\u2212]/gu, "-")
      .replace(/[\u00b7\u2022\u2027\u2219]/g, ".").replace(/\s/g, " ").normalize("NFKC")
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt() & 15);
  const words = (text) => text.split(" ").filter(Boolean);

  // --- Reading ---
  const isBeside = (name, key) =>
    isLabel.has(key) || isStatus.test(key) || (/[.!?]$/.test(name) && words(key).length > 2) || !/\p{L}/u.test(key);
  const readNumber = (text = "") => {
    const digits = text.replace(/[^\d+]/g, "").replace(/^00/, "+").replace(/^\+310/, "+31").replace(/^0/, "+31");
    return /^\+(31\d{9}|(?!31)\d{8,15})$/.test(digits) ? digits : "";
  };
  const read = (text) => {
    const found = [];
    let hasYou = false, isCut = false;
    for (const line of text.split(/[\r\n\u2028\u2029]+/)) {
      for (const raw of plain(line).split(/[,;\u060c\u3001]+/)) {
        const whole = raw.trim().replace(/^([-*>.]|\d{1,4}[.)])\s+/, "");
        const piece = whole.replace(isMore, "");
        isCut ||= piece !== whole;
        const typed = piece.match(/(?:\+|\b0)[\d ()./-]{7,}\d/)?.[0];
        const number = readNumber(typed);
        const name = words(
          (number ? piece.replace(typed, " ") : piece)
            .replace(/\(([^()]*)\)/g, (all, inner) => (isBeside(inner, fold(inner)) ? " " : all))
            .replace(/^[\s:()[\]|~-]+|[\s:()[\]|~-]+$/g, ""),
        ).join(" ");
        const key = fold(name);
        if (!number && isYou.has(key)) hasYou = true;
        else if (number || (key && !isBeside(name, key)))
          found.push({ name: key ? name : "", key, number, isOwn: piece.trim().startsWith("~") && !number });
      }
    }
    found.forEach((one, place) => {
      const beside = [found[place - 1], found[place + 1]].find((near) => near?.number && !near.name);
      if (one.isOwn && beside) {
        Object.assign(beside, { name: one.name, key: one.key });
        one.name = "";
      }
    });
    const people = new Map(found.filter(({ name, number }) => name || number).map((one) => [one.name + one.number, one]));
    return { people: [...people.values()], hasYou, isCut };
  };

  // --- Comparing ---
  const trace = (number) => `${number.slice(-4)}-${Number(number.slice(1)) % 97}`;
  const isOneApart = (short, long) => {
    let same = 0;
    while (same < short.length && short[same] === long[same]) same++;
    return long.length - short.length < 2 && short.slice(same + (short.length === long.length)) === long.slice(same + 1);
  };
  const isSame = (one, other) => {
    const [short, long] = one.length > other.length ? [other, one] : [one, other];
    if (one === other) return true;
    return short.length === 1 ? long.startsWith(short) : short.length > 3 && isOneApart(short, long);
  };
  const isAlike = ({ key }, { names, address = "" }) =>
    names.split("|").some((known) => {
      const typed = words(key), listed = words(known);
      const isFound = (word, among) => among.some((other) => isSame(word, other));
      return (
        typed.some((word) => word.length > 1 && isFound(word, listed.filter((other) => other.length > 1))) &&
        (typed.every((word) => words(address).includes(word) || isFound(word, listed)) ||
          listed.every((word) => isFound(word, typed)))
      );
    });
  // Takes out of `people` who are without a doubt these rows, and puts those rows in `there`.
  const without = (people, rows, there) => {
    const left = people.filter(({ number }) => {
      const row = number && rows.find((one) => one.dataset.trace === trace(number));
      if (row) there.add(row);
      return !row;
    });
    const byNumber = new Set(there);
    const keyOf = ({ key, number }) => (number ? "" : key);
    return left.filter((one) => {
      const named = rows.filter(({ dataset }) => keyOf(one) && dataset.names.split("|").includes(one.key));
      const missing = named.filter((row) => !byNumber.has(row));
      const shown = left.filter((other) => keyOf(other) === one.key).length;
      if (!named.length || missing.length > shown) return true;
      for (const row of missing) there.add(row);
      return false;
    });
  };

  // --- Showing ---
  const show = (name, has) => (find(name).hidden = !has);
  // As the list writes numbers.
  const inPairs = (number) => number.replace(/^\+31(?=6)/, "0").replace(/^06\d{8}$/, (own) => own.match(/../g).join(" "));
  const stranger = ({ name, number }) => {
    const line = find("stranger").content.cloneNode(true);
    line.querySelector("span").textContent = [name, inPairs(number)].filter(Boolean).join(", ");
    const button = line.querySelector("button");
    button.value = button.querySelector("span").textContent = [name, number].filter(Boolean).join(" ");
    return line;
  };
  // The form for 1, for 2 to 4 where a language has one, and for all else.
  const plurals = new Intl.PluralRules(document.documentElement.lang);
  const inForm = (forms, number) => forms.split("|")[{ one: 0, few: 1 }[plurals.select(number)] ?? 2].replace("{n}", number);
  const compare = () => {
    const rows = [...document.querySelectorAll("[data-kind]")];
    const { people, hasYou, isCut } = read(form.elements.text.value);
    const listed = rows.filter(({ dataset }) => dataset.kind === "listed" || dataset.kind === "to_add");
    const there = new Set(listed.filter(({ dataset }) => hasYou && "own" in dataset));
    let strangers = without(people, listed.filter((row) => !there.has(row)), there);
    const like = new Map(listed.filter((row) => !there.has(row)).map((row) => [row, strangers.filter((one) => isAlike(one, row.dataset))]));
    strangers = strangers.filter((one) => ![...like.values()].flat().includes(one));
    strangers = without(strangers, rows.filter((row) => !listed.includes(row)), there);
    const counts = { missing: 0, alike: 0, found: 0, still: 0, rest: 0 };
    for (const row of rows) {
      const { kind } = row.dataset, alike = like.get(row) ?? [];
      let name = "rest";
      if (there.has(row)) name = { to_add: "found", gone: "still" }[kind] ?? "rest";
      else if (alike.length) name = "alike";
      else if (kind === "listed") name = "missing";
      counts[name]++;
      const place = part(name);
      (place.querySelector("ul") ?? place).append(row);
      const box = row.querySelector("input"), told = row.querySelector("[data-like]");
      if (box) box.checked = false;
      if (told) {
        told.hidden = !alike.length;
        told.querySelector("b").textContent = alike.map((one) => [one.name, inPairs(one.number)].filter(Boolean).join(", ")).join(` ${or} `);
      }
    }
    part("strangers").querySelector("ul").replaceChildren(...strangers.map(stranger));
    for (const name of ["missing", "alike", "found", "still"]) part(name).hidden = !counts[name];
    part("strangers").hidden = !strangers.length;
    const number = strangers.length + counts.missing + counts.alike + counts.found;
    show("how", counts.missing + counts.alike);
    show("do", counts.missing + counts.alike + counts.found);
    show("cut", isCut);
    show("found", true);
    const read_ = people.length + hasYou;
    find("read").textContent = inForm(peopleRead, read_);
    find("told").textContent = number ? inForm(differences, number) : right;
  };

  find("browser").hidden = false;
  form.addEventListener("submit", (event) => {
    if (!form.elements.text.value.trim()) return; // the server says what is missing
    event.preventDefault();
    compare();
    find("told").focus();
  });
  // The paste waits in this tab while the ticks are sent, and goes once it is read again.
  const kept = "dorst-compare";
  find("settle").addEventListener("submit", () => sessionStorage.setItem(kept, form.elements.text.value));
  const before = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  if (before) {
    form.elements.text.value = before;
    compare();
  }
}
