// Keeps the take-home folder on the phone after a first visit over HTTPS, so that it
// opens with no network. It asks for the newest version first, where there is one.

const OWN = `iepkit ${registration.scope} `;
const CACHE = `${OWN}{version}`;
const FILES = "{files}";
// A library's Wi-Fi may take a question and never answer it.
const PATIENT_FOR = 4000;

self.addEventListener("install", (event) => {
  // Past the browser's own cache, which may hold last year's law.
  const fresh = ["./", ...FILES].map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(OWN) && name !== CACHE);
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || new URL(event.request.url).origin !== self.location.origin) return;
  event.respondWith(answerTo(event.request));
});

async function answerTo(request) {
  const kept = await caches.match(request, { cacheName: CACHE, ignoreSearch: true });
  if (!kept) return fetch(request);
  try {
    const late = new Promise((_, give) => setTimeout(() => give(new Error("late")), PATIENT_FOR));
    const response = await Promise.race([fetch(request), late]);
    if (response.status < 500) return response;
  } catch {
    // No network: what is kept has to do.
  }
  // A host may have led on to another address, which a browser does not take from here.
  return kept.redirected ? new Response(kept.body, { headers: kept.headers }) : kept;
}
