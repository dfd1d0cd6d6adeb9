import { expect, it, vi } from 'vitest'
import { fieldText } from '../../web/src/app/field-text.ts'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts, t } from '../../web/src/app/text.ts'
import { useCardIssue } from '../../web/src/code/useCardIssue.ts'

it('an officer is asked for the number on the card where two without papers bear one name and birthday', async () => {
  await loadTexts(['code', 'problem'])
  const errors = [{ field: 'cardNumber', code: 'card-number-needed' }]
  const post = vi.spyOn(http, 'post').mockRejectedValueOnce(new ProblemError('invalid-input', { errors }))
  const { typed, seen, errors: told, cardNumber, said, revoke } = useCardIssue()
  const person = { name: '石婆婆', number: '', birthDate: '1942-01-01', witness: '王支书' }
  typed.value = { ...person, papers: 'none', before: 'yes' }
  seen.value = ['seen']
  expect(cardNumber.value).toBeUndefined()
  await revoke()
  expect([cardNumber.value, told.value.cardNumber]).toEqual(['', fieldText('card-number-needed')])
  cardNumber.value = '4829 1730 5614'
  post.mockResolvedValueOnce({ changed: true })
  await revoke()
  expect(post.mock.lastCall?.[1]).toMatchObject({ name: '石婆婆', cardNumber: '4829 1730 5614' })
  expect([said.value, cardNumber.value]).toEqual([t('code.issue.revoked'), undefined])
})
