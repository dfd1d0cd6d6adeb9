import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { actOn } from '../consent/people.ts'
import { acceptUnsigned, asked, type Asked } from '../process/asked.ts'
import { husband, itemOf, mine, openChecks } from './checks.ts'
import { signAll } from './signed.ts'

let checks: Awaited<ReturnType<typeof openChecks>>
beforeAll(async () => {
  checks = await openChecks()
})
beforeEach(() => checks.reset())
afterAll(() => checks.close())

const said = (claim: Asked, item: string) =>
  claim.phone.post(`/me/applications/${claim.id}/verification`, { item, answer: 'agree', words: '', pictures: [] })

describe('an adult in whose place somebody may have signed', () => {
  it('is asked about, and nothing of it is shown to who listed them, until an officer has seen the card', async () => {
    const claim = await asked(checks.office, '1958-08-08')
    await acceptUnsigned(checks.he, claim)
    // The applicant before an officer, the other by a link.
    await signAll(checks.office, claim.id)
    const consent = (await signAll(checks.office, claim.id, [husband], 'claimed')).get(husband.name) ?? ''
    checks.world.registered = (one) =>
      one === husband.idNumber ? { banks: { deposits: 90_000, securities: 0, insurance: 0, total: 90_000 } } : undefined
    await checks.start(claim)
    await checks.askAll()
    const desk = await checks.view(claim, checks.he)
    expect(itemOf(desk, 'savings:dibao')).toMatchObject({ conclusion: 'over', shown: true })
    expect(desk).toMatchObject({ unsure: [{ consent, who: husband.name }], may: { see: true } })
    const before = await mine(claim)
    expect(before).toMatchObject({ withheld: [husband.name], report: { finding: null } })
    // Neither what it comes to nor that there is anything.
    expect(before.report?.items.map(({ id }) => id)).not.toContain('savings:dibao')
    expect(before.report?.items.some(({ who }) => who === husband.name)).toBe(false)
    expect((await said(claim, 'savings:dibao')).status).toBe(409)
    expect((await actOn(checks.he, claim.id, consent, { type: 'see' })).status).toBe(200)
    const after = await mine(claim)
    expect(after).toMatchObject({ withheld: [], report: { finding: 'differs' } })
    expect(itemOf(after, 'savings:dibao')).toMatchObject({ conclusion: 'over', shown: false, found: null })
    expect((await checks.view(claim, checks.he)).unsure).toEqual([])
    expect((await said(claim, 'savings:dibao')).status).toBe(200)
  })
})
