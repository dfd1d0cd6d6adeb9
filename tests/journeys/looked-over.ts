import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const tallest = 9000

/** Things to touch whose box is smaller than this, by what they say. */
const tooSmall = (page: Page, least: number): Promise<string[]> => page.evaluate((pixels) => {
  const touched = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [tabindex="0"]'
  return [...document.querySelectorAll(touched)].flatMap((element) => {
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
const outline = (page: Page, language: string): Promise<string[]> => page.evaluate((wanted) => {
  const first = [...document.querySelectorAll('h1')].filter((heading) => heading.getClientRects().length > 0)
  return [
    ...(first.length === 1 ? [] : [`${first.length} h1`]),
    ...(document.documentElement.lang === wanted ? [] : [`the language says ${document.documentElement.lang}`]),
    ...(document.title === '' ? ['no title'] : []),
  ]
}, language)

/** The page as tall as what stands on it: nothing lies half under a dock, whatever the scroll position. */
async function unroll(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 740 })
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.min(Math.max(height, 740), tallest) })
}

/** Sideways scroll at 320 px; whoever chose large text is also shown the largest. */
async function onSmallestPhone(page: Page): Promise<string[]> {
  const setSize = (size: string | undefined): Promise<void> => page.evaluate((wanted) => {
    if (wanted === undefined) delete document.documentElement.dataset['size']
    else document.documentElement.dataset['size'] = wanted
  }, size)
  const chosen = await page.evaluate(() => document.documentElement.dataset['size'])
  await unroll(page, 320)
  const found = await tooWide(page)
  if (chosen === undefined) return found
  await setSize('largest')
  const atLargest = await tooWide(page)
  await setSize(chosen)
  return [...found, ...atLargest]
}

/**
 * Everything on the present page that keeps somebody out: rules of WCAG 2.2 A and AA, small targets, sideways scroll.
 * Where the machine has no Chinese font axe takes the empty boxes for icons and leaves contrast undecided.
 */
export async function lookOver(page: Page, { least, language }: { least: number; language: string }): Promise<string[]> {
  const narrow = await onSmallestPhone(page)
  await unroll(page, 360)
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze()
  const broken = violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)}`))
  return [...broken, ...await tooSmall(page, least), ...await tooWide(page), ...narrow, ...await outline(page, language)]
}
