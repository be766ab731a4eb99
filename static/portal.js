// Only on pages with an error or a question: for browsers that know autofocus on form fields alone.
addEventListener("load", () => {
  if (document.activeElement === document.body) document.querySelector("main [autofocus]")?.focus();
});
