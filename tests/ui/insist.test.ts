import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { insist } from '../../web/src/app/insist.ts'

const lost = new Error('lost on its way')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what a breaking line lost is asked for again and comes', async () => {
  const ask = vi.fn().mockRejectedValueOnce(lost).mockRejectedValueOnce(lost).mockResolvedValue('the page')
  const page = insist(ask)
  await vi.runAllTimersAsync()
  expect(await page).toBe('the page')
  expect(ask).toHaveBeenCalledTimes(3)
})

test('what never comes is said in the end', async () => {
  const ask = vi.fn().mockRejectedValue(lost)
  const page = expect(insist(ask)).rejects.toBe(lost)
  await vi.runAllTimersAsync()
  await page
  expect(ask).toHaveBeenCalledTimes(4)
})

test('without a network nobody is kept waiting', async () => {
  vi.stubGlobal('navigator', { onLine: false })
  const ask = vi.fn().mockRejectedValue(lost)
  await expect(insist(ask)).rejects.toBe(lost)
  expect(ask).toHaveBeenCalledTimes(1)
})
