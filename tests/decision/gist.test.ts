import { expect, it } from 'vitest'
import { shownTo } from '@yima/shared/family/acting'
import { application, claim } from '../claim/applications.ts'

it('how much was given, or why not, is for those alone who may read the words', () => {
  const decided = { kind: 'monthly', fen: 82_000, firstMonth: '2026-12', named: null, ground: null, failed: null } as const
  const view = application({ claims: [claim({ decided })] })
  expect(shownTo(['see-progress', 'see-words'], view).claims[0]?.decided).toEqual(decided)
  expect(JSON.stringify(shownTo(['see-progress', 'send-papers'], view).claims)).not.toContain('82000')
})
