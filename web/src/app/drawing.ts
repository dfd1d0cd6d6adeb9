import { createMemoryHistory } from 'vue-router'
import { renderToString } from 'vue/server-renderer'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { levels } from '@yima/shared/policy/steps'
import { createYima } from './app.ts'
import { takeTurns } from './later.ts'
import { t } from './text.ts'

/** Addresses drawn for a route with a parameter; `_` stands for any, before anything is known of it. */
const each: Record<string, readonly string[]> = { '/policies/:id': programmeIds, '/policies/items/:level': levels, '/notices/:village': ['_'] }

/** The addresses under which a route is drawn. */
export const addressesOf = (path: string): string[] =>
  (each[path] ?? [undefined]).map((id) => (id === undefined ? path : path.replace(/:\w+/, id)))

/** Draws a page at build time: in Chinese, in normal size, as somebody sees it who comes for the first time. */
export async function draw(path: string): Promise<{ html: string; title: string; lead: string | undefined }> {
  takeTurns(true)
  const { app, router } = createYima(createMemoryHistory(), true)
  // Or a page whose setup fails is drawn as nothing, and whoever comes first sees an empty sheet.
  app.config.throwUnhandledErrorInProduction = true
  await router.push(path)
  await router.isReady()
  const context: { title?: string; lead?: string } = {}
  const html = await renderToString(app, context)
  return { html, title: context.title ?? t('common.name'), lead: context.lead }
}
