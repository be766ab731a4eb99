// Only on pages with an error: for browsers that know autofocus on form fields alone.
addEventListener("load", () => {
  if (document.activeElement === document.body) document.querySelector(".dp-summary")?.focus();
});
