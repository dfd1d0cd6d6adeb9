import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { preferencesKey } from '../../web/src/app/preferences-kept.ts'
import {
  languages,
  prefer,
  preferences,
  showPreferences,
  textSizes,
  themes,
} from '../../web/src/app/preferences.ts'

import { followOtherTabs, loadTexts, speak, t } from '../../web/src/app/text.ts'

const boot = readFileSync(join(import.meta.dirname, '../../web/public/boot.js'), 'utf8')
const marks = () => {
  const { lang, dataset } = document.documentElement
  return { lang, size: dataset.size, theme: dataset.theme }
}
const wipe = () => {
  document.documentElement.lang = 'zh-CN'
  delete document.documentElement.dataset.size
  delete document.documentElement.dataset.theme
}

beforeEach(() => {
  localStorage.clear()
  prefer({ size: 'normal', theme: 'auto', language: 'zh-CN' })
})

describe('choices of the reader', () => {
  it('are the same before the first paint as after it, for every combination', () => {
    for (const size of textSizes)
      for (const theme of themes)
        for (const language of languages) {
          prefer({ size, theme, language })
          const later = marks()
          wipe()
          new Function(boot)()
          expect(marks()).toEqual(later)
        }
  })

  it('survive a damaged entry: the page opens in its usual size', () => {
    localStorage.setItem(preferencesKey, '{"size":')
    wipe()
    new Function(boot)()
    showPreferences()
    expect(marks()).toEqual({ lang: 'zh-CN', size: undefined, theme: undefined })
  })

  it('hold for a part of the page that comes while they are made, whichever is there first', async () => {
    await Promise.all([speak('en'), loadTexts(['outbox'])])
    await Promise.all([loadTexts(['inbox']), speak('zh-CN')])
    const chinese = [t('outbox.title'), t('inbox.title')]
    await speak('en')
    expect(chinese.join('')).toMatch(/^\p{sc=Han}+$/u)
    expect([t('outbox.title'), t('inbox.title')].join('')).toMatch(/^[\w\s,.’?]+$/)
  })

  it('switch the language at once, with plurals and the language of the document', async () => {
    await loadTexts(['home'])
    expect(t('home.title')).toBe('有难处，说一句就行')
    await speak('en')
    expect(t('home.title')).toBe('In trouble? One sentence is enough')
    expect(t('common.due.left', { days: 1 })).toBe('1 working day left')
    expect(t('common.due.left', { days: 1200 })).toBe('1,200 working days left')
    expect(document.documentElement.lang).toBe('en')
    expect(preferences.language).toBe('en')
    await speak('zh-CN')
    expect(t('common.due.left', { days: 1 })).toBe('还有 1 个工作日')
  })

  it('made in another tab count in this one, and are not said back to it', async () => {
    followOtherTabs()
    const newValue = JSON.stringify({ size: 'large', theme: 'dark', language: 'en' })
    localStorage.setItem(preferencesKey, newValue)
    const kept = vi.spyOn(Storage.prototype, 'setItem')
    dispatchEvent(new StorageEvent('storage', { key: preferencesKey, newValue }))
    expect(kept).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(marks()).toEqual({ lang: 'en', size: 'large', theme: 'dark' }))
    expect(t('common.due.left', { days: 1 })).toBe('1 working day left')
    for (const [, value] of kept.mock.calls) expect(value).toBe(newValue)
    kept.mockRestore()
  })
})
