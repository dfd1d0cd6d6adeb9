import { expect, it } from 'vitest'
import { processAct } from '@yima/shared/process/contract'
import { formOf } from '../../web/src/process/act-form.ts'

it('says that the applicant reads the reason where they do, and nowhere else', () => {
  const acts = processAct.options.map(({ entries }) => entries.type.literal)
  // Phones of before still lay down one that has no sheet any more.
  const told = acts.filter((type) => type !== 'object' && formOf({ type, step: null }).told)
  expect(told).toEqual(['confirm', 'refuse', 'extend', 'go-on'])
})
