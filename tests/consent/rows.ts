import type { ConsentRow } from '@yima/shared/consent/contract'

/** An adult of a family as the pages show them: asked, and silent so far. */
export const row = (name: string, more: Partial<ConsentRow> = {}): ConsentRow => ({
  ...{
    id: name,
    role: 'adult',
    departments: ['police'],
    until: '2027-03-02',
    state: 'asked',
    signedOn: null,
  },
  ...{
    version: 'adult-1',
    name,
    ward: null,
    askedOn: '2026-03-02',
    endedOn: null,
    method: null,
    certainty: null,
  },
  ...{ numberKnown: true, signer: null, allowed: ['ask'] },
  ...more,
})
