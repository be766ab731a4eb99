// Passkeys: asks the browser for one, and sends its answer along with the form of the button.
// What the page has for a browser without passkeys stays in sight until this script knows better.
"use strict";
{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  const question = async (form) => {
    const asked = await fetch(form.dataset.question, { method: "POST", body: new FormData(form) });
    if (asked.redirected) location.reload(); // logged out, or no longer fresh: the page leads there
    const { publicKey, problem } = await asked.json();
    if (problem) throw new Error(problem, { cause: "server" });
    publicKey.challenge = bytes(publicKey.challenge);
    for (const known of publicKey.excludeCredentials ?? []) known.id = bytes(known.id);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    return publicKey;
  };

  const answer = async (form) => {
    const publicKey = await question(form);
    const way = publicKey.user ? "create" : "get";
    const { id, rawId, type, response } = await navigator.credentials[way]({ publicKey });
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
      .filter((name) => response[name])
      .map((name) => [name, text(response[name])]);
    return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(parts) });
  };

  const send = async (form) => {
    const button = form.querySelector("button");
    const told = form.querySelector("[data-problem]");
    told.hidden = button.disabled = true;
    try {
      form.elements.answer.value = await answer(form);
    } catch (error) {
      if (error.cause === "server") told.textContent = error.message;
      told.hidden = false;
      return;
    } finally {
      button.disabled = false;
    }
    const remember = document.querySelector("input[type=checkbox][name=remember]");
    if (form.elements.remember && remember?.checked) form.elements.remember.value = "on";
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-question]")) {
    if (!window.PublicKeyCredential || location.origin !== form.dataset.origin) continue;
    form.hidden = false;
    document.querySelector("[data-without-passkey]")?.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
}
