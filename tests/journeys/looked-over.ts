import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

type Look = { size: 'normal' | 'large' | 'largest'; theme: 'auto' | 'dark'; language: 'zh-CN' | 'en' }

const plain: Look = { size: 'normal', theme: 'auto', language: 'zh-CN' }
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What can be another in another language: that everything has a name, and which language it is. */
const named = [
  'aria-command-name', 'aria-dialog-name', 'aria-input-field-name', 'aria-progressbar-name', 'aria-toggle-field-name', 'button-name',
  'document-title', 'empty-heading', 'html-has-lang', 'html-lang-valid', 'image-alt', 'input-button-name', 'label', 'link-name',
  'select-name', 'summary-name', 'svg-img-alt',
]

/** What larger words can push over or out of what scrolls; those in English are the longest. */
const pushed = ['target-size', 'scrollable-region-focusable']

/**
 * The same page as different people have it: what is looked for, and how large what they touch must be. Colours are
 * the same in every size and language, and larger words need less contrast: it is looked for by day and by night.
 */
export const modes = [
  { name: 'light', look: plain, runOnly: tags, least: 44 },
  { name: 'dark', look: { ...plain, theme: 'dark' }, runOnly: ['color-contrast'] },
  { name: 'large text', look: { ...plain, size: 'large' }, runOnly: [], least: 60 },
  { name: 'English', look: { ...plain, language: 'en', size: 'large' }, runOnly: [...named, ...pushed], least: 60 },
] as const satisfies readonly { name: string; look: Look; runOnly: readonly string[]; least?: number }[]

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const keptAt = 'yima.preferences'
const tallest = 9000

/** The choice as if made in another tab of this phone: the page takes it over as it stands, with all that is open on it. */
async function choose(page: Page, look: Look): Promise<void> {
  await page.evaluate(([key, newValue]) => {
    if (localStorage.getItem(key) === newValue) return
    localStorage.setItem(key, newValue)
    dispatchEvent(new StorageEvent('storage', { key, newValue }))
  }, [keptAt, JSON.stringify(look)] as const)
  await page.waitForFunction((language) => document.documentElement.lang === language, look.language)
}

/** What the rules named find on the present page; where a sheet is open, in it: the page beneath was looked over without it. */
async function broken(page: Page, runOnly: readonly string[]): Promise<string[]> {
  if (runOnly.length === 0) return []
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const violations = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run: (on: Node, options: RunOptions) => Promise<AxeResults> } }
    const sheet = document.querySelector('dialog[open]')
    return (await axe.run(sheet ?? document, options)).violations.map(({ id, nodes }) => ({ id, html: nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)) }))
  }, { runOnly: [...runOnly], resultTypes: ['violations'], preload: false, elementRef: false, ancestry: false, xpath: false } satisfies RunOptions)
  return violations.flatMap(({ id, html }) => html.map((one) => `${id}: ${one}`))
}

/** Things to touch whose box is smaller than this, by what they say. */
const tooSmall = (page: Page, least: number): Promise<string[]> => page.evaluate((pixels) => {
  const touched = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [tabindex="0"]'
  // What lies folded up still has the box of an earlier size.
  return [...document.querySelectorAll(touched)].filter((element) => element.checkVisibility()).flatMap((element) => {
    const { width, height } = element.getBoundingClientRect()
    // Half a pixel of rounding is not a smaller finger.
    if (width === 0 || height === 0 || (width >= pixels - 0.5 && height >= pixels - 0.5)) return []
    const name = element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? ''
    return [`${element.tagName.toLowerCase()} “${name.trim().slice(0, 24)}” is ${Math.round(width)} × ${Math.round(height)}`]
  })
}, least)

/** What stands out of the page to the right at the width of the moment. */
const tooWide = (page: Page): Promise<string[]> => page.evaluate(() => {
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  return [`${innerWidth} px scrolls sideways: ${wide.slice(0, 3).map((element) => `${element.tagName}.${element.className}`).join(', ')}`]
})

/** Headings of the first level, and the language, of which a screen reader needs exactly one. */
export const outline = (page: Page, language: string): Promise<string[]> => page.evaluate((wanted) => {
  const first = [...document.querySelectorAll('h1')].filter((heading) => heading.getClientRects().length > 0)
  return [
    ...(first.length === 1 ? [] : [`${first.length} h1`]),
    ...(document.documentElement.lang === wanted ? [] : [`the language says ${document.documentElement.lang}`]),
    ...(document.title === '' ? ['no title'] : []),
  ]
}, language)

/**
 * The page as tall as what stands on it: nothing lies half under a dock. A sheet is looked at as it opens, at the height of a phone.
 * Answers that height in px.
 */
async function unroll(page: Page): Promise<number> {
  const height = await page.evaluate(() => (document.querySelector('dialog[open]') ? 0 : document.documentElement.scrollHeight))
  if (height > (page.viewportSize()?.height ?? 0)) await page.setViewportSize({ width: 360, height: Math.min(height, tallest) })
  return height
}

/** What the rules find once the page has stopped growing: a list that arrives meanwhile pushes what stood there under the dock. */
async function brokenAtRest(page: Page, runOnly: readonly string[]): Promise<string[]> {
  for (let tries = 3; ; tries -= 1) {
    const before = await unroll(page)
    const found = await broken(page, runOnly)
    if (found.length === 0 || tries === 1 || (await unroll(page)) === before) return found
  }
}

async function lookAs(page: Page, mode: (typeof modes)[number]): Promise<string[]> {
  await choose(page, mode.look)
  const found = await brokenAtRest(page, mode.runOnly)
  if ('least' in mode) found.push(...await tooSmall(page, mode.least), ...await tooWide(page), ...await outline(page, mode.look.language))
  return found.map((fault) => `${mode.name}: ${fault}`)
}

/** On the smallest phone up to the largest text and in each language; in an order that changes little at a time. */
const onSmallest: readonly Look[] = [
  { ...plain, size: 'large' }, { ...plain, size: 'largest' }, plain, { ...plain, language: 'en' },
]

/** Sideways scroll on the smallest phone. */
async function onSmallestPhone(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 740 })
  const found: string[] = []
  for (const look of onSmallest) {
    await choose(page, look)
    found.push(...(await tooWide(page)).map((fault) => `${look.language}, ${look.size} text: ${fault}`))
  }
  await page.setViewportSize({ width: 360, height: 740 })
  return found
}

/**
 * Everything on the present page that keeps somebody out, in every mode, without opening it anew: rules of WCAG 2.2 A and AA,
 * small targets, sideways scroll. Where the machine has no Chinese font axe takes the empty boxes for icons and leaves
 * contrast undecided. The page is in its plain mode before and afterwards.
 */
export async function lookOver(page: Page): Promise<string[]> {
  const [light, dark, large, english] = modes
  const found: string[] = []
  for (const mode of [light, dark, large]) found.push(...await lookAs(page, mode))
  found.push(...await onSmallestPhone(page))
  found.push(...await lookAs(page, english))
  await page.setViewportSize({ width: 360, height: 740 })
  await choose(page, plain)
  return found
}
