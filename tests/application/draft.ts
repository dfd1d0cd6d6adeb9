import { newDraft, type Draft } from '../../web/src/application/draft.ts'

export const place = { code: '990101101201', name: '柳溪镇石桥村' }

/** A finished draft of 周素芬, who signed; parts can be other. */
export const finished = (parts: Partial<Draft> = {}): Draft => ({
  ...newDraft(),
  words: '我男人上个月脑梗住院，自己掏了三万多。',
  applicant: {
    ...newDraft().applicant,
    name: '周素芬',
    idNumber: '990101 19740312 0027',
    phone: '139 0000 1234',
  },
  place,
  consent: {
    method: 'signed',
    signature: { key: 'signature', picture: new Blob(['ink'], { type: 'image/png' }) },
  },
  ...parts,
})
