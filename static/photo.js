// With a mouse or a pen somebody drags over the squares; the first one says whether they become black.
for (const grid of document.querySelectorAll(".dp-cover__grid")) {
  let wanted = null;
  const boxAt = (event) => {
    const found = document.elementFromPoint(event.clientX, event.clientY);
    return found && grid.contains(found) && found.matches("input") ? found : null;
  };
  grid.addEventListener("pointerdown", (event) => {
    const box = event.pointerType === "touch" ? null : boxAt(event);
    wanted = box ? !box.checked : null;
  });
  grid.addEventListener("pointermove", (event) => {
    const box = wanted === null ? null : boxAt(event);
    if (box && event.buttons) box.checked = wanted;
  });
  // The press that ends a drag would turn the last square around once more.
  grid.addEventListener("click", (event) => {
    if (wanted !== null && event.detail && event.target.matches("input")) event.target.checked = wanted;
    wanted = null;
  });
  document.addEventListener("pointercancel", () => { wanted = null; });
}
