import { expect, it } from 'vitest'
import { firstDay } from '@yima/shared/calendar/first-day'
import { getTerm } from '@yima/shared/calendar/terms'
import { getConsentText } from '@yima/shared/consent/texts'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'

it('on the first day that a phone may show, every figure, span and wording is there', () => {
  expect(() => parametersFor(demoRegion, firstDay)).not.toThrow()
  expect(getTerm('first-visit', '990101100201', firstDay).n).toBeGreaterThan(0)
  expect(getConsentText('authorisation', firstDay).from <= firstDay).toBe(true)
})
