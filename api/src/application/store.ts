import type { Submission } from '@yima/shared/application/contract'
import type { Outcome } from '../claim/command.ts'
import { insertClaims } from '../claim/store.ts'
import { insertRows } from '../db/insert.ts'
import type { Send, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { lastFourIndex, lastFourOf } from '../identity/pair.ts'
import type { Office } from '../region/office.ts'
import { append, type TrailEntry } from '../trail/append.ts'
import { seal } from '../vault.ts'
import { insertApplicant, type Applicant } from './applicant.ts'
import type { Asked } from './asked.ts'
import { contentOf, type Content } from './content.ts'
import { attachPictures, pictureIds } from './pictures.ts'
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

/** Writes somebody's application with its claims and the beginning of its trail; throws for a picture of another device. */
export async function store(
  tx: Transaction,
  send: Send,
  deps: Deps,
  asked: Asked,
  office: Office,
): Promise<{ who: Applicant; at: Date }> {
  const { once, body, prepared, claims, countyCode } = asked
  const at = deps.clock.now()
  const who = await insertApplicant(tx, send, deps, once, asked)
  const content = contentOf(body, prepared, at, asked.behalf)
  const entries = entriesOf(body, prepared, content, claims)
  send(
    insertRows(tx, application, [
      {
        id: prepared.id,
        receiptNumber: prepared.receiptNumber,
        personId: who.id,
        countyCode,
        regionCode: body.regionCode,
        unitId: office.id,
        kind: prepared.kind,
        forWhom: body.forWhom,
        state: 'submitted',
        urgent: prepared.reading.urgent,
        dangers: prepared.reading.dangers,
        handlerId: null,
        visitDue: prepared.visit.date,
        visitProvisional: prepared.visit.provisional,
        lastFourIndex: lastFourIndex(deps.vault, prepared.receiptNumber, lastFourOf(body.applicant)),
        sealed: seal(who.key, content),
        lastEvent: entries.length,
        submittedAt: at,
      },
    ]),
  )
  send(insertClaims(tx, { applicationId: prepared.id, countyCode, openedAt: at, key: who.key }, claims))
  const { actor, names } = asked.behalf ?? { actor: { kind: 'resident' as const, id: who.id }, names: {} }
  send(append(tx, { stream: prepared.id, after: 0, at, actor, person: who, countyCode, names }, entries))
  await attachPictures(tx, once, pictureIds(asked), prepared.id, countyCode)
  return { who, at }
}
