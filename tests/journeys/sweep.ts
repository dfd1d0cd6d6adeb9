import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Browser, type Locator, type Page } from '@playwright/test'
import { root } from '../../api/boot/places.mjs'
import { lookOver } from './looked-over.ts'
import { words } from './people.ts'

const folder = join(root, 'web', 'src', 'locales', 'zh-CN')

/** The sentences of the pages by their keys: a page may be worded anew without a change here. */
const texts: Readonly<Record<string, string>> =
  Object.assign({}, ...readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object))

/** A walk through the app that stops at every state of every page and looks it over in all modes. */
export class Sweep {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async begin(browser: Browser): Promise<Sweep> {
    const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' })
    return new Sweep(await context.newPage())
  }

  /** Looks over what is on the page now; goes on after a fault, so that one run names all of them. */
  async look(state: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    expect.soft(await lookOver(this.page), state).toEqual([])
  }

  /** A sentence of a catalogue as it stands there. */
  text(key: string): string {
    const text = texts[key]
    if (text === undefined) throw new Error(`No page says ${key}.`)
    return text
  }

  /** A sentence of a catalogue, with anything in the place of its figures. */
  says(key: string): RegExp {
    return new RegExp(this.text(key).split(/\{[^}]*\}/).map((part) => words(part).source).join('.*'))
  }

  button(key: string, at: Page | Locator = this.page): Locator {
    return at.getByRole('button', { name: this.says(key) }).first()
  }

  search(key: string): Locator {
    return this.page.getByRole('searchbox', { name: this.says(key) })
  }

  field(key: string, at: Page | Locator = this.page): Locator {
    return at.getByRole('textbox', { name: this.text(key), exact: true })
  }

  heading(key: string): Locator {
    return this.page.getByRole('heading', { name: this.says(key) }).first()
  }

  get sheet(): Locator {
    return this.page.getByRole('dialog')
  }

  /** Opens a sheet, looks it over, closes it. */
  async sheetOf(opener: Locator, state: string): Promise<void> {
    await opener.click()
    await expect(this.sheet).toBeVisible()
    await this.look(state)
    await this.page.keyboard.press('Escape')
    await expect(this.sheet).toBeHidden()
  }

  /** Opens a page, waits for `ready` (its heading, by key, or anything else on it), looks it over. */
  async open(path: string, state: string, ready: string | Locator): Promise<void> {
    await this.page.goto(path)
    await expect(typeof ready === 'string' ? this.heading(ready) : ready).toBeVisible()
    // A page drawn at build time takes no choice until it is alive.
    await expect(this.page.locator('html[data-alive]')).toBeAttached()
    await this.look(state)
  }
}
