// Suggestions under a box (ARIA 1.2 combobox); its use stands in docs/components.md.
//   <input data-suggestions="/url/">   asks that page with ?q=; any text may stay
//   <select data-combobox>             offers its options; with data-suggestions it asks, too
// Answers are JSON: [{"value": "12", "label": "Seters", "hint": "3 plaatsen"}].
{
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const give = (element, attributes) => {
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    return element;
  };
  const make = (tag, attributes, text = "") =>
    give(Object.assign(document.createElement(tag), { textContent: text }), attributes);
  // Lines that hold each word, those that begin so first.
  const fitting = (lines, text) => {
    const typed = fold(text);
    const begins = ({ label }) => fold(label).startsWith(typed);
    return lines
      .filter(({ value, label }) => !typed || (value && typed.split(" ").every((word) => fold(label).includes(word))))
      .sort((one, other) => begins(other) - begins(one));
  };

  document.querySelectorAll("input[data-suggestions], select[data-combobox]").forEach((field, number) => {
    const url = field.dataset.suggestions;
    const words = JSON.parse(field.dataset.words || "{}"); // where the page is not in Dutch
    const say = (text) => words[text] ?? text;
    const isSelect = field.matches("select");
    const id = (field.id ||= `combobox_${number}`);
    const box = isSelect ? make("input", { autocomplete: "off", spellcheck: "false" }) : field;
    const list = make("ul", { role: "listbox", id: `${id}_list`, class: "dp-combo__list", "aria-label": say("Suggesties") });
    const told = make("p", { "aria-live": "polite", class: "visually-hidden" });
    const answers = {};
    let shown = [], same, at, timer, asking;

    const options = () => [...field.options].map(({ value, label, dataset }) => ({ value, label, hint: dataset.hint }));
    const chosen = () => field.selectedOptions[0]?.label ?? "";
    const isTyped = () => !isSelect || fold(box.value) !== fold(chosen());

    const go = (to) => {
      list.children[at]?.setAttribute("aria-selected", false);
      at = to;
      const line = list.children[at];
      line?.setAttribute("aria-selected", true);
      line?.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", line?.id ?? "");
    };
    const show = (lines, count) => {
      const key = JSON.stringify(lines);
      if (lines.length && key === same) return;
      same = key;
      shown = lines.slice(0, 200);
      list.replaceChildren(...shown.map(({ label, hint }, place) => {
        const line = make("li", { role: "option", id: `${id}_${place}`, "aria-selected": false }, label);
        if (hint) line.append(" ", make("span", { class: "dp-combo__hint" }, hint));
        return line;
      }));
      go(-1);
      list.hidden = !lines.length;
      box.setAttribute("aria-expanded", !list.hidden);
      told.textContent = count;
    };
    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      asking = null;
      show([], "");
    };
    const open = (lines) => {
      // It stands there already.
      if (!isSelect && lines.length === 1 && fold(lines[0].value) === fold(box.value)) close();
      else if (!lines.length) show(lines, say("Geen suggesties."));
      else if (lines.length === 1) show(lines, say("1 suggestie."));
      else show(lines, say("{n} suggesties.").replace("{n}", lines.length));
    };
    const ask = async () => {
      const typed = isTyped() ? box.value.trim() : "";
      if (!url) return open(fitting(options(), typed));
      if (!isSelect && typed.length < 2) return close();
      asking?.abort();
      const mine = (asking = new AbortController());
      try {
        answers[typed] ??= await (await fetch(`${url}?q=${encodeURIComponent(typed)}`, { signal: mine.signal })).json();
        if (mine === asking) open(answers[typed]);
      } catch {
        if (mine === asking) close(); // a box like any other
      }
    };
    const choose = ({ value, label }) => {
      if (isSelect && !options().some((line) => line.value === value)) field.add(new Option(label, value));
      field.value = value;
      if (isSelect) box.value = label;
      close();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    // A select gets the line that was typed: by its name, or because no other one fits.
    const settle = () => {
      const typed = fold(box.value);
      const lines = typed ? fitting(url ? shown : options(), typed) : options().filter(({ value }) => !value);
      const line = lines.find(({ label }) => fold(label) === typed) ?? (lines[1] ? null : lines[0]);
      if (line) choose(line);
    };

    if (isSelect) {
      for (const { name, value } of field.attributes) {
        if (/^(class$|aria-)/.test(name)) box.setAttribute(name, value);
      }
      field.id = `${id}_select`;
      box.id = id; // label, error and links lead to the box
      field.hidden = true;
      field.before(box);
      const fill = () => (box.value = chosen());
      fill();
      addEventListener("pageshow", fill); // Back fills in the select
      box.addEventListener("focus", () => box.select());
      box.addEventListener("click", () => {
        if (!list.hidden) return;
        box.select();
        ask();
      });
      box.addEventListener("blur", () => {
        if (isTyped()) settle();
        fill();
      });
    }
    give(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
    box.after(list, told);
    box.parentElement.classList.add("dp-combo");
    close();

    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, url ? 150 : 0);
    });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", async (event) => {
      const { key, altKey } = event;
      const isDown = key === "ArrowDown";
      if (event.isComposing) return;
      if (isDown || key === "ArrowUp") {
        event.preventDefault();
        if (altKey && !isDown) return close();
        if (list.hidden) await ask();
        if (!altKey && shown.length) go(isDown ? (at + 1) % shown.length : (at > 0 ? at : shown.length) - 1);
      } else if (key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if ((key === "Enter" || (key === "Tab" && isSelect)) && at >= 0) {
        if (key === "Enter") event.preventDefault();
        choose(shown[at]);
      } else if (key === "Enter" && isSelect && isTyped()) {
        event.preventDefault(); // or another line than the typed one would be sent
        settle();
      } else if (/^(Arrow|Home|End)/.test(key)) go(-1);
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", ({ target }) => {
      const line = target.closest("li");
      if (line) choose(shown[[...list.children].indexOf(line)]);
    });
  });
}
