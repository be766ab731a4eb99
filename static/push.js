// Messages on this device, only after a tap on the button: asks the browser, and sends the address
// that it gives along with the form. What the page says without it stays until this knows better.
"use strict";
{
  const { worker, words } = document.currentScript.dataset;
  const spoken = JSON.parse(words || "{}"); // where the page is not in Dutch (languages/script_words.py)
  const form = document.querySelector("form[data-push]");
  const told = document.querySelector("[data-push-told]");
  const say = (text) => {
    told.textContent = spoken[text] ?? text;
  };
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const digest = async ({ endpoint }) =>
    hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));

  const register = () => navigator.serviceWorker.register(worker, { updateViaCache: "none" });
  const here = async () => (await navigator.serviceWorker.getRegistration(worker))?.pushManager?.getSubscription();

  const subscribe = async () => {
    await register();
    const { pushManager } = await navigator.serviceWorker.ready;
    const asked = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
    try {
      return await pushManager.subscribe(asked);
    } catch (error) {
      // Tied to another key of the site: the old one goes first.
      const old = await pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe();
      return pushManager.subscribe(asked);
    }
  };

  const switchOn = async () => {
    const button = form.querySelector("button");
    button.disabled = true;
    say("Even wachten.");
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        say("Je telefoon of browser houdt meldingen tegen. Zet ze daar aan bij de instellingen van deze site.");
        return;
      }
      const { endpoint, keys } = (await subscribe()).toJSON();
      for (const [name, value] of Object.entries({ endpoint, ...keys })) {
        if (form.elements[name]) form.elements[name].value = value;
      }
      form.submit();
    } catch {
      say("Dat lukte niet. Probeer het later nog een keer. Je krijgt gewoon e-mail.");
    } finally {
      button.disabled = false;
    }
  };

  const start = async () => {
    await register();
    const known = await here();
    const mine = known && (await digest(known));
    for (const line of document.querySelectorAll("[data-device]")) {
      line.hidden = line.dataset.device !== mine;
      if (!line.hidden && form) form.hidden = true;
      if (!line.hidden && told) say("Meldingen staan aan op dit apparaat.");
    }
    for (const off of document.querySelectorAll("form[data-off]")) {
      if (off.dataset.off !== mine) continue;
      off.addEventListener("submit", async (event) => {
        event.preventDefault();
        await known.unsubscribe().catch(() => {});
        off.submit();
      });
    }
  };

  if ("serviceWorker" in navigator) {
    if (form && "PushManager" in window && "Notification" in window) {
      form.hidden = false;
      say("");
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        switchOn();
      });
    } else if (form && /iPhone|iPad/.test(navigator.userAgent)) {
      document.querySelector("[data-push-apple]").hidden = false;
    }
    start().catch(() => {});
  }
}
