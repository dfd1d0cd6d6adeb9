/// <reference lib="webworker" />
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { notPages } from './app/not-pages.ts'
import { preferencesCache, readPreferences } from './app/preferences-kept.ts'
import { showNotices } from './app/push-worker.ts'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

/** Files outside the list of what every resident needs; their names change with their content. */
const partsCache = 'yima-parts'
/** Lies among them: which parts this phone keeps. */
const keptUrl = '/parts-kept'

/** The page kept on this phone, already in the reader's size, theme and language: nothing flickers. */
async function page({ url }: { url: URL }): Promise<Response> {
  const kept = await caches.match(preferencesCache.url, { cacheName: preferencesCache.name })
  const { size, theme, language } = readPreferences(await kept?.text())
  // Pages drawn at build time are Chinese; in another language they would be drawn twice.
  const own = url.pathname === '/' ? '/index.html' : `${url.pathname}.html`
  const found =
    (language === 'zh-CN' ? await matchPrecache(own) : undefined) ?? (await matchPrecache('/shell.html'))
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
  const kept = (await (await cache.match(keptUrl))?.json()) as string[] | undefined
  return kept ?? []
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
  for (const file of await filesOf(all)) if (!(await cache.match(file))) await cache.add(file)
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
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  ({ request }) => part(request),
)

// A part that cannot be fetched now comes when it is used: it must not keep a version from being installed.
self.addEventListener('install', (event) => event.waitUntil(keepParts([]).catch(() => undefined)))
self.addEventListener('activate', (event) => event.waitUntil(forgetOld().catch(() => undefined)))

showNotices(self)

self.addEventListener('message', (event) => {
  const said = event.data as { type?: string; part?: string } | null
  if (said?.type === 'take-over') void self.skipWaiting()
  if (said?.type === 'keep' && said.part) event.waitUntil(keepParts([said.part]).catch(() => undefined))
})
