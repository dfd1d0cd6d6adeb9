import { beforeAll, expect, it } from 'vitest'
import { createMemoryHistory, createRouter, type RouteLocationRaw } from 'vue-router'
import { routes } from '../fixtures/all-pages.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import { nameOf, sorted } from '../../web/src/outbox/entries.ts'
import { bodiesMadeToday } from './bodies.ts'

beforeAll(() => loadTexts(['outbox', 'problem']))
const router = createRouter({ history: createMemoryHistory(), routes })

/** Which page of the app it is; undefined where there is none. */
const pageAt = (to: RouteLocationRaw) => router.resolve(to).matched.map(({ path }) => path).find((path) => !path.includes('(.*)'))
const made = Object.entries(bodiesMadeToday())

it.each(made)('what was refused of “%s” has its name, and leads to the page where it is done', (_, recording) => {
  const { kind, path, body } = recording
  const problem = { code: 'changed-meanwhile', title: '有变化', errors: [] }
  const entry = { id: 'one', kind, path, body, after: [], at: '2026-03-02T01:00:00.000Z', tries: 1, refused: true, problem }
  const drafts = new Map([[entry.id, '/apply']])
  const [stuck] = sorted([entry], drafts).stuck
  expect(nameOf(entry)).not.toBe(t('outbox.kind.other'))
  expect(nameOf(entry)).not.toBe(t('outbox.kind.work'))
  expect(stuck?.cure.to, 'a page').toBeDefined()
  expect(pageAt(stuck?.cure.to ?? '/nowhere')).toBeDefined()
})
