// Keeps one page of the composer with its own files, and gives it when nothing else answers. What
// was typed goes from the request that failed into that page, and is kept nowhere.
const { version, page, files } = self.KEPT;
const CACHE = `alarm-${version}`;
const PATIENCE = 10_000; // a bar of reception that carries nothing

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  // Of the pages below /alarm/ only the composer: what an alert or a photo answers is its own.
  const composer = [new URL(registration.scope).pathname, page];
  if (request.mode === "navigate" && composer.includes(pathname)) {
    event.respondWith(answer(request));
  } else if (files.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname, { cacheName: CACHE })));
  }
});

// Without cookies: it is the page that everybody gets.
async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all([page, ...files].map(async (url) => {
    const found = await fetch(url, { credentials: "omit", cache: "no-cache" });
    if (!found.ok || found.redirected) throw new Error(`not kept: ${url}`);
    await cache.put(url, found);
  }));
  await skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await clients.claim();
}

async function answer(request) {
  const typed = request.method === "POST" ? await request.clone().text() : "";
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  try {
    const found = await Promise.race([fetch(request), late]);
    return found.status >= 500 ? (await offline(typed)) || found : found;
  } catch {
    return (await offline(typed)) || Response.error();
  }
}

async function offline(typed) {
  const kept = await caches.match(page, { cacheName: CACHE });
  if (!kept) return null;
  const signs = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
  const safe = typed.replace(/[&"<>]/g, (sign) => signs[sign]);
  const html = (await kept.text()).replace('data-typed=""', () => `data-typed="${safe}"`);
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html, { headers });
}
