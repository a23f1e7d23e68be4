// Verbatim's service worker: the whole app without a network, one version at a time.
//
// What it does
// - install: fetches every file of this version, each checked against its hash. If one fails, this version is not
//   installed at all and the one before goes on.
// - a new version waits until the page lets it in; only then are the files of older versions deleted.
// - fetch: answers for the files of its version, from what it kept. Everything else, and every other host,
//   is left to the browser; this script never fetches anything but the files in its list.
//
// What the page does
// - registers it if <meta name="verbatim-service-worker"> has content:
//     navigator.serviceWorker.register(content)
// - sees that a new version waits: registration.waiting, or `updatefound` and then `statechange` to "installed"
//   of registration.installing, while navigator.serviceWorker.controller is not null (it is null on the first visit).
// - when the reader agrees: registration.waiting.postMessage({ type: 'skip-waiting' })
// - on `controllerchange` of navigator.serviceWorker: location.reload(), but only if there was a controller before
//   (on the first visit this script takes charge of the open page, and nothing changes for it).
// - may ask { type: 'version' }; the answer is the message { type: 'version', version } to the page that asked.
//
// The two lines below are filled in by `cargo xtask build`: names relative to the scope, and their hashes.
const VERSION = '';
const FILES = {};

const SCOPE = new URL(self.registration.scope);
// Several copies of Verbatim may live on one host; each has its own files.
const FAMILY = `verbatim ${SCOPE.pathname} `;
const CACHE = FAMILY + VERSION;

const addressOf = (name) => new URL(name.split('/').map((part) => (part === '.' ? part : encodeURIComponent(part))).join('/'), SCOPE).href;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  switch (event.data?.type) {
    case 'skip-waiting':
      event.waitUntil(self.skipWaiting());
      break;
    case 'version':
      event.source?.postMessage({ type: 'version', version: VERSION });
      break;
  }
});

self.addEventListener('fetch', (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(name, event.request));
});

async function keepAll() {
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(Object.entries(FILES).map(async ([name, integrity]) => {
      const address = addressOf(name);
      const response = await fetch(address, { cache: 'no-cache', credentials: 'same-origin', integrity });
      if (!response.ok) throw new Error(`${name}: ${response.status}`);
      await cache.put(address, await plain(response));
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// Browsers refuse to open a page from an answer that came by a redirection.
async function plain(response) {
  if (!response.redirected) return response;
  return new Response(await response.blob(), { status: response.status, headers: response.headers });
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(FAMILY) && name !== CACHE).map((name) => caches.delete(name)));
}

// The name in the list that a request asks for, or null if the request is none of ours.
function nameOf(request) {
  if (request.method !== 'GET') return null;
  const address = new URL(request.url);
  if (address.origin !== SCOPE.origin || !address.pathname.startsWith(SCOPE.pathname)) return null;
  let name;
  try {
    name = decodeURIComponent(address.pathname.slice(SCOPE.pathname.length));
  } catch {
    return null;
  }
  if (name === '' || name === 'index.html') return './';
  if (Object.hasOwn(FILES, name)) return name;
  // An address that looks like a page of ours is the page; files beside it, such as verbatim.html, are themselves.
  return request.mode === 'navigate' && !/[./]/.test(name) ? './' : null;
}

async function answer(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(addressOf(name), { ignoreVary: true })) ?? fetch(request);
}
