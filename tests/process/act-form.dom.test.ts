import { expect, it } from 'vitest'
import { processAct } from '@yima/shared/process/contract'
import { formOf } from '../../web/src/process/act-form.ts'

it('says that the applicant reads the reason where they do, and nowhere else', () => {
  const acts = processAct.options.map(({ entries }) => entries.type.literal)
  // Phones of before still lay down one that has no sheet any more; a report is renewed on the page of the check.
  const told = acts.filter((type) => type !== 'object' && type !== 'renew' && formOf({ type, step: null }).told)
  expect(told).toEqual(['confirm', 'refuse', 'extend', 'go-on'])
})
