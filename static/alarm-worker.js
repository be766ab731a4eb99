// Keeps one page of the composer with its own files, and one that says that there is no internet;
// gives them when nothing else answers. What was typed goes from the request that failed into the
// composer, and is kept nowhere. No other page is ever kept.
const { version, alarm, page, offline, files, language } = self.KEPT;
const CACHE = `alarm-${version}`;
const PATIENCE = 10_000; // a bar of reception that carries nothing

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && [alarm, page].includes(pathname)) {
    event.respondWith(answer(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(async () => (await kept(offline)) || Response.error()));
  } else if (files.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => kept(pathname)));
  }
});

const kept = (url) => caches.match(url, { cacheName: CACHE });

// Without cookies: they are the pages that everybody gets, in the language of who asked for this.
async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all([page, offline, ...files].map(async (url) => {
    const found = await fetch(url, { credentials: "omit", cache: "no-cache", headers: { "X-Language": language } });
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
    return found.status >= 500 ? (await composer(typed)) || found : found;
  } catch {
    return (await composer(typed)) || Response.error();
  }
}

async function composer(typed) {
  const found = await kept(page);
  if (!found) return null;
  const signs = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
  const safe = typed.replace(/[&"<>]/g, (sign) => signs[sign]);
  const html = (await found.text()).replace('data-typed=""', () => `data-typed="${safe}"`);
  const headers = new Headers(found.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html, { headers });
}
