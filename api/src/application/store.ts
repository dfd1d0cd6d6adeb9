import type { Submission } from '@yima/shared/application/contract'
import type { ReceiptSeal } from '@yima/shared/trail/contract'
import type { Outcome } from '../claim/command.ts'
import { insertClaims, rowsOf } from '../claim/store.ts'
import { insertRows } from '../db/insert.ts'
import type { Send, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { takeDownOfPerson } from '../notice/forbidden.ts'
import { addressIndex } from '../identity/address-index.ts'
import { lastFourIndex, lastFourOf } from '../identity/pair.ts'
import type { Office } from '../region/office.ts'
import { begin, type TrailEntry } from '../trail/append.ts'
import { sealReceipt } from '../trail/sign.ts'
import { seal } from '../vault.ts'
import type { OpenRequest } from '../work/line.ts'
import { insertApplicant, type Applicant } from './applicant.ts'
import type { Asked } from './asked.ts'
import { aboutIndexOf, contentOf, type Content } from './content.ts'
import { attachPictures, picturesOf } from './pictures.ts'
import type { Prepared } from './prepare.ts'
import { application } from './table.ts'

const entriesOf = (
  body: Submission,
  prepared: Prepared,
  content: Content,
  claims: Outcome[],
): TrailEntry[] => [
  {
    type: prepared.kind === 'outreach' ? 'outreach-requested' : 'application-submitted',
    payload: { forWhom: body.forWhom, content },
  },
  ...claims.flatMap((opened) => opened.entries),
]

export type Stored = {
  who: Applicant
  at: Date
  seal: ReceiptSeal
  /** As desks will list it, once somebody was called for it or not. */
  request: Omit<OpenRequest, 'called' | 'alert'>
}

/** Writes somebody's application with its claims and the beginning of its trail, signed for the slip; throws for a picture of another device. */
export async function store(
  tx: Transaction,
  send: Send,
  deps: Deps,
  asked: Asked,
  office: Office,
): Promise<Stored> {
  const { once, body, prepared, claims, countyCode } = asked
  const at = deps.clock.now()
  const who = await insertApplicant(tx, send, deps, once, asked)
  const content = contentOf(body, prepared, at, asked.behalf)
  const entries = entriesOf(body, prepared, content, claims)
  const listed = {
    id: prepared.id,
    receiptNumber: prepared.receiptNumber,
    personId: who.id,
    countyCode,
    regionCode: body.regionCode,
    kind: prepared.kind,
    forWhom: body.forWhom,
    state: 'submitted' as const,
    urgent: prepared.reading.urgent,
    visitDue: prepared.visit.date,
    visitProvisional: prepared.visit.provisional,
    submittedAt: at,
  }
  send(
    insertRows(tx, application, [
      {
        ...listed,
        unitId: office.id,
        dangers: prepared.reading.dangers,
        handlerId: null,
        lastFourIndex: lastFourIndex(deps.vault, prepared.receiptNumber, lastFourOf(body.applicant)),
        aboutIndex: aboutIndexOf(deps, content),
        addressIndex: addressIndex(deps, { regionCode: body.regionCode, address: content.address }),
        sealed: seal(who.key, content),
        lastEvent: entries.length,
      },
    ]),
  )
  if (body.forWhom === 'self') await takeDownOfPerson(tx, who.pairIndex, prepared.reading.dangers)
  const rows = rowsOf({ applicationId: prepared.id, countyCode, openedAt: at, key: who.key, signed: content.consent.method !== 'at-visit' }, claims)
  send(insertClaims(tx, rows))
  const { actor, names } = asked.behalf ?? { actor: { kind: 'resident' as const, id: who.id }, names: {} }
  const trail = begin(tx, { stream: prepared.id, at, actor, person: who, countyCode, names }, entries)
  send(trail.written)
  await attachPictures(tx, once, picturesOf(asked), prepared.id, countyCode)
  const signed = sealReceipt(deps, prepared.receiptNumber, { stream: prepared.id, ...trail.head })
  return { who, at, seal: signed, request: { ...listed, unit: office, papersUnseen: false, claims: rows } }
}
