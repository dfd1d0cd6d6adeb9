import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import CodeReader from '../../web/src/window/CodeReader.vue'
import { open, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
const get = vi.spyOn(http, 'get')
beforeAll(() => import('../../web/src/code/VerifyPage.vue'), 60_000)
beforeEach(async () => {
  await loadTexts(['code', 'policy.names', 'window'])
})
const listOf = (at: Date) => get.mockResolvedValue({ county: '990101', name: '青禾县', keys: [], revoked: [], at: at.toISOString() })

describe('another agency that checks a status', () => {
  it('opens the camera by a tap alone, and hears at once of what it read', async () => {
    listOf(new Date())
    const { page } = await open('/verify')
    await settle()
    expect(page.findComponent(CodeReader).exists()).toBe(false)
    await page.findAll('button').find((one) => text(one.element) === t('code.verify.scan'))?.trigger('click')
    await vi.waitFor(() => expect(page.findComponent(CodeReader).exists()).toBe(true))
    page.findComponent(CodeReader).vm.$emit('read', '一张别的码')
    await vi.waitFor(() => expect(text(page.element)).toContain(t('code.verify.not')))
    expect(page.findComponent(CodeReader).exists()).toBe(false)
    expect(text(page.element)).not.toContain(t('code.verify.list.old'))
  })

  it('is told where the list on this phone is over a day old', async () => {
    listOf(new Date(Date.now() - 25 * 3_600_000))
    const { page } = await open('/verify')
    await vi.waitFor(() => expect(text(page.element)).toContain(t('code.verify.list.old')))
  })
})
