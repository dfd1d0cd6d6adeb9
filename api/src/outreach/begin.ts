import { randomBytes } from 'node:crypto'
import type { Submission } from '@yima/shared/application/contract'
import { nameless } from '@yima/shared/outreach/same'
import type { Behalf } from '../family/behalf.ts'
import { askedBy, type Asked } from '../application/asked.ts'
import { callDuty, ringing, rosterFor, type Called } from '../application/call.ts'
import { store } from '../application/store.ts'
import type { Send, Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import type { Office } from '../region/office.ts'
import { insertLines } from '../work/lines.ts'
import type { Said } from './store.ts'

/** A record that waits for its owner: no telephone and no number leads to it. */
const nobodysYet = ({ vault }: Pick<Deps, 'vault'>, name: string): Behalf => ({
  actor: { kind: 'system', id: null },
  names: {},
  note: async () => undefined,
  columns: {
    pairIndex: randomBytes(32),
    idIndex: null,
    idCipher: null,
    phoneIndex: null,
    phoneCipher: null,
    phoneConfirmed: false,
    nameCipher: vault.sealField(name),
    identityId: null,
    level: 'claimed',
  },
})

/** What was said, as a request for somebody else says it. Throws `invalid-input` for a place that nobody serves. */
export function askedFor(deps: Deps, once: Once, regionCode: string, said: Said): Asked {
  const { words, photos, name, phone, whereToFind } = said
  const applicant = { identity: 'no-id-number', name: name ?? nameless, chosenFour: '0000' } as const
  const body: Submission = {
    forWhom: 'neighbour',
    ...{ words, photos, regionCode, applicant },
    beneficiary: { name, phone, whereToFind },
  }
  return askedBy(deps, once, body, 'zh-CN', { behalf: nobodysYet(deps, applicant.name) })
}

/** The roster is called for somebody in danger, whoever says so. */
export const callFor = async (tx: Transaction, send: Send, deps: Deps, of: { id: string; countyCode: string }, region: string): Promise<Called | null> =>
  callDuty(tx, send, deps, { ...of, confirmed: false }, { roster: await rosterFor(tx, region, deps.clock.now()), rings: ringing(tx, deps) })

/** Begins a visit to somebody nobody had pointed out before; whoever is on duty is called where they are in danger. */
export async function beginOutreach(tx: Transaction, send: Send, deps: Deps, asked: Asked, office: Office): Promise<Called | null> {
  const { prepared, countyCode, body } = asked
  const { request } = await store(tx, send, deps, asked, office)
  const called = prepared.reading.urgent ? await callFor(tx, send, deps, { id: prepared.id, countyCode }, body.regionCode) : null
  const alert = called && { unit: called.unit, officer: called.officer, answerBy: called.answerBy, acknowledgedAt: null, acknowledgedBy: null }
  send(insertLines(tx, { ...request, called: called ? [called.place] : [], alert }))
  return called
}
