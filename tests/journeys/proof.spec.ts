import { expect, test } from '@playwright/test'
import { startOwnCounty } from './own-county.ts'
import { choosePlace, goToSign, handIn, introduce, newPerson, say, seeWhatFits, sign } from './people.ts'

// One app serves both.
test.describe.configure({ mode: 'default' })

let app: Awaited<ReturnType<typeof startOwnCounty>>
test.beforeAll(async () => {
  app = await startOwnCounty({ env: { YIMA_WITHOUT_BUDGETS: '0' } })
})
test.afterAll(() => app.stop())

for (const workers of [true, false]) {
  test(`a stranger applies, signs and is received while the phone works in the background, ${workers ? 'with' : 'without'} web workers`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: app.url })
    const page = await context.newPage()
    if (!workers) await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker'))
    const asked: string[] = []
    const begun: string[] = []
    const refused: string[] = []
    page.on('response', (answer) => {
      if (answer.status() === 428) asked.push(new URL(answer.url()).pathname)
    })
    page.on('worker', (worker) => { begun.push(new URL(worker.url()).pathname) })
    page.on('console', (message) => {
      if (/Content Security|TrustedScript|Trusted Type/i.test(message.text())) refused.push(message.text())
    })
    await say(page, '我男人上个月脑梗住院，自己掏了三万多。女儿在读高二。')
    await seeWhatFits(page)
    await goToSign(page)
    await introduce(page, newPerson('向'))
    await choosePlace(page, '稻香镇', '梅林村')
    await sign(page)
    await handIn(page)
    expect(asked.length).toBeGreaterThan(0)
    expect(begun.some((path) => path.startsWith('/assets/'))).toBe(workers)
    expect(refused).toEqual([])
    await context.close()
  })
}
