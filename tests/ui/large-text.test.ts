import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../web/src/look/tokens.css', import.meta.url), 'utf8')

/** The colours that one block of tokens gives, by name. */
function coloursOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`No block ${selector}`)
  const block = css.slice(start, css.indexOf('}', start))
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/g)].map(([, name = '', hex = '']) => [name, hex]))
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(full.slice(at, at + 2), 16) / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test.each([
  ['by day', ':root', ':root[data-size]', 1],
  ['by night', ':root[data-theme="dark"]', ':root[data-theme="dark"][data-size]', -1],
] as const)('who needs large text has no fainter ink %s than others', (_when, normal, large, way) => {
  const usual = coloursOf(normal)
  const inks = [...coloursOf(large)].filter(([name]) => name.startsWith('ink'))
  expect(inks.length).toBeGreaterThan(0)
  for (const [name, hex] of inks)
    expect([name, way * luminance(hex)]).toSatisfy(([, now]: [string, number]) => now <= way * luminance(usual.get(name) ?? ''))
})
