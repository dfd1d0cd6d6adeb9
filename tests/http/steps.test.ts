import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inSteps } from '@yima/api/http/steps'

it('lets whoever asks read nothing from the clock: much work, none and a refusal take the same', async () => {
  const times: number[] = []
  for (const work of [() => Promise.resolve(), () => wait(60), () => Promise.reject(new Error('refused'))]) {
    const begun = performance.now()
    await inSteps(150, work).catch(() => undefined)
    times.push(performance.now() - begun)
  }
  // A timer may ring a millisecond early, and a busy machine late.
  for (const ms of times) expect(ms).toBeGreaterThan(147)
})
