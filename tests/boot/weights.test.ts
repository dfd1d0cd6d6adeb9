import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { laterFiles } from '../../web/build/parts.mjs'
import { readRoutes } from '../../web/build/routes.mjs'
import { overweight } from '../../web/build/weights.mjs'

const kilo = 1024
const web = fileURLToPath(new URL('../../web/', import.meta.url))
const budgets = { '/': { js: 60, css: 10, all: 107, why: 'the first page' } }
const home = { path: '/', js: 52 * kilo, css: 5 * kilo, page: 7 * kilo, all: 60 * kilo }

describe('what a page may weigh on a cheap phone', () => {
  it('is held: a heavier page is named with its figure and its budget', () => {
    expect(overweight([home], budgets)).toEqual([])
    expect(overweight([{ ...home, js: 61 * kilo }], budgets)).toEqual(['/ weighs 61.0 KB of js, its budget is 60 KB.'])
    expect(overweight([{ ...home, css: 11 * kilo, all: 108 * kilo }], budgets)).toHaveLength(2)
  })

  it('is said for every page: one without a budget is refused', () => {
    expect(overweight([{ ...home, path: '/notices' }], budgets)[0]).toContain('/notices has no budget')
  })

  it('carries a reason for every page there is', async () => {
    const written = JSON.parse(readFileSync(`${web}build/budgets.json`, 'utf8')) as typeof budgets
    const paths = (await readRoutes(web)).map(({ path }) => path)
    expect(Object.keys(written).sort()).toEqual(paths.sort())
    for (const { why } of Object.values(written)) expect(why.length).toBeGreaterThan(10)
  })
})

describe('what is kept on a phone for use without a network', () => {
  const part = (file: string, imports: string[] = [], dynamicImports: string[] = []) => ({ file, imports, dynamicImports })
  const manifest = {
    'index.html': part('entry.js', [], ['src/home/HomePage.vue', 'src/work/WorkPage.vue', 'a/locales/zh-CN/home.json', 'a/locales/en/home.json', 'a/locales/zh-CN/work.json']),
    'src/home/HomePage.vue': part('home.js', ['_both.js'], ['src/home/Later.vue']),
    'src/home/Later.vue': part('later.js'),
    'src/work/WorkPage.vue': part('work.js', ['_both.js', '_desk.js']),
    '_both.js': part('both.js'),
    '_desk.js': part('desk.js'),
    'a/locales/zh-CN/home.json': part('home.zh.js'),
    'a/locales/en/home.json': part('home.en.js'),
    'a/locales/zh-CN/work.json': part('work.zh.js'),
  }
  const pages = [
    { path: '/', page: 'src/home/HomePage.vue', texts: ['home'], drawn: true },
    { path: '/work', page: 'src/work/WorkPage.vue', texts: ['work'], drawn: false },
  ]

  it('is everything a resident needs in Chinese; the desk and another language come when they are first used', () => {
    expect(Object.fromEntries(laterFiles(manifest, pages))).toEqual({
      'work.js': 'work', 'desk.js': 'work', 'work.zh.js': 'work', 'home.en.js': 'en',
    })
  })
})
