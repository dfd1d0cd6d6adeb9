/// <reference lib="webworker" />
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { preferencesCache, readPreferences } from './app/preferences-kept.ts'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

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

// Before the list of files, which would answer `/` with the page as it was drawn.
registerRoute(new NavigationRoute(page, { denylist: [/^\/api\//, /\.[a-z0-9]+$/i] }))
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'take-over') void self.skipWaiting()
})
