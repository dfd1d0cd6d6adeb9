/// <reference lib="webworker" />
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { notPages } from './app/not-pages.ts'
import { preferencesCache, readPreferences } from './app/preferences-kept.ts'
import { showNotices } from './app/push-worker.ts'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

/**
 * So many files are fetched at a time. The library fetches one after the other, because thousands at once are too many for
 * a browser; on a line that takes half a second a trip, four hundred in a row are minutes. Where a browser opens six lines
 * to one server, half of them stay free for what somebody is just doing.
 */
const lanes = 3

/** What every resident needs, to be found in one place by the page and by all lanes that fetch it. */
const files = self.__WB_MANIFEST
const kept = new PrecacheController()
kept.addToCacheList(files)

/** Each lane fetches its share: with one file that fails the version is not installed. */
async function install(event: ExtendableEvent): Promise<void> {
  const { cacheName } = kept.strategy
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => {
      const own = new PrecacheController({ cacheName })
      own.addToCacheList(files.filter((_file, at) => at % lanes === lane))
      return own.install(event)
    }),
  )
}

/** Files outside the list of what every resident needs; their names change with their content. */
const partsCache = 'yima-parts'
/** Lies among them: which parts this phone keeps. */
const keptUrl = '/parts-kept'

/** The page kept on this phone, already in the reader's size, theme and language: nothing flickers. */
async function page({ url }: { url: URL }): Promise<Response> {
  const preferred = await caches.match(preferencesCache.url, { cacheName: preferencesCache.name })
  const { size, theme, language } = readPreferences(await preferred?.text())
  // Pages drawn at build time are Chinese; in another language they would be drawn twice.
  const own = url.pathname === '/' ? '/index.html' : `${url.pathname}.html`
  const found =
    (language === 'zh-CN' ? await kept.matchPrecache(own) : undefined) ?? (await kept.matchPrecache('/shell.html'))
  if (!found) return fetch(url)
  const marks = [
    `lang="${language}"`,
    ...(size === 'normal' ? [] : [`data-size="${size}"`]),
    ...(theme === 'auto' ? [] : [`data-theme="${theme}"`]),
  ].join(' ')
  const html = (await found.text()).replace('lang="zh-CN"', marks)
  const headers = new Headers(found.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return new Response(html, { headers })
}

async function keptParts(cache: Cache): Promise<string[]> {
  const names = (await (await cache.match(keptUrl))?.json()) as string[] | undefined
  return names ?? []
}

/** The files of every part kept here, in the version that the server has now. */
async function filesOf(names: readonly string[]): Promise<string[]> {
  const answer = await fetch('/parts.json', { cache: 'no-cache' })
  if (!answer.ok) throw new Error('parts.json is missing')
  const parts = (await answer.json()) as Record<string, string[]>
  return names.flatMap((name) => parts[name] ?? [])
}

/** Fetches what is missing of these parts; what lies here already is not fetched again. */
async function keepParts(names: readonly string[]): Promise<void> {
  const cache = await caches.open(partsCache)
  const all = [...new Set([...(await keptParts(cache)), ...names])]
  if (all.length === 0) return
  await cache.put(keptUrl, new Response(JSON.stringify(all)))
  const wanted = (await filesOf(all)).values()
  const lane = async (): Promise<void> => {
    for (const file of wanted) if (!(await cache.match(file))) await cache.add(file)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** A newer version has taken over: files of the older one serve nobody any more. */
async function forgetOld(): Promise<void> {
  const cache = await caches.open(partsCache)
  const current = new Set([keptUrl, ...(await filesOf(await keptParts(cache)))])
  for (const request of await cache.keys())
    if (!current.has(new URL(request.url).pathname)) await cache.delete(request)
}

async function part(request: Request): Promise<Response> {
  const cache = await caches.open(partsCache)
  const found = await cache.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone()).catch(() => undefined) // a full disk stops nobody
  return answer
}

// Before the list of files, which would answer `/` with the page as it was drawn.
registerRoute(new NavigationRoute(page, { denylist: [...notPages] }))
registerRoute(new PrecacheRoute(kept))
cleanupOutdatedCaches()
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  ({ request }) => part(request),
)

self.addEventListener('install', (event) => event.waitUntil(install(event)))
self.addEventListener('activate', (event) => event.waitUntil(kept.activate(event)))
// A part that cannot be fetched now comes when it is used: it must not keep a version from being installed.
self.addEventListener('install', (event) => event.waitUntil(keepParts([]).catch(() => undefined)))
self.addEventListener('activate', (event) => event.waitUntil(forgetOld().catch(() => undefined)))

showNotices(self)

self.addEventListener('message', (event) => {
  const said = event.data as { type?: string; part?: string } | null
  if (said?.type === 'take-over') void self.skipWaiting()
  if (said?.type === 'keep' && said.part) event.waitUntil(keepParts([said.part]).catch(() => undefined))
})
