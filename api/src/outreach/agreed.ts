import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { stateFacts } from '@yima/shared/application/facts'
import { deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import type { FirstVisitAct } from '@yima/shared/outreach/contract'
import { Problem } from '@yima/shared/problem'
import { readWords } from '@yima/shared/reading/read-words'
import { formatReceiptNumber } from '@yima/shared/receipt/number'
import type { Change } from '../application/act.ts'
import { programmesToOpen } from '../application/prepare.ts'
import { application } from '../application/table.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { lastFourIndex, lastFourOf, pairIndex, type TypedIdentity } from '../identity/pair.ts'
import { person } from '../identity/table.ts'
import { notify } from '../notification/notify.ts'
import { unitName } from '../region/office.ts'

type Agreed = Extract<FirstVisitAct, { type: 'agreed' }>

function identityOf({ idNumber, chosenFour = '' }: Agreed): TypedIdentity {
  return idNumber === undefined ? { identity: 'no-id-number', chosenFour } : { identity: 'id-number', idNumber }
}

/** Throws `invalid-input` for somebody who is not born yet. */
function birthDateOf({ idNumber }: Agreed, today: string): { birthDate?: string } {
  if (idNumber === undefined) return {}
  const parsed = parseIdNumber(idNumber, today)
  if (!parsed.ok) throw new Problem('invalid-input', [{ field: 'idNumber', code: `id-${parsed.code}` }])
  return { birthDate: parsed.birthDate }
}

/** What is theirs from now on: the record that waited for them is found under their own number and telephone. */
async function becomeTheirs(tx: Transaction, { vault }: Deps, { held }: Change, said: Agreed): Promise<void> {
  const { name, idNumber, phone } = said
  const who = identityOf(said)
  await tx
    .update(person)
    .set({
      pairIndex: pairIndex(vault, who, phone ?? randomBytes(32).toString('hex')),
      idIndex: idNumber === undefined ? null : vault.index('id-number', idNumber),
      idCipher: idNumber === undefined ? null : vault.sealField(idNumber),
      phoneIndex: phone === undefined ? null : vault.index('phone', phone),
      phoneCipher: phone === undefined ? null : vault.sealField(phone),
      nameCipher: vault.sealField(name),
    })
    .where(eq(person.id, held.person.id))
  const four = lastFourIndex(vault, held.row.receiptNumber, lastFourOf(who))
  await tx.update(application).set({ forWhom: 'self', lastFourIndex: four }).where(eq(application.id, held.row.id))
}

/** Whoever spoke under their own name keeps the request; whom it is for stands in it, and is found by their number. */
function beneficiaryOf({ held }: Change, { name, idNumber, phone }: Agreed) {
  const before = held.content.beneficiary
  return { ...before, name, idNumber, phone: phone ?? before?.phone }
}

/** Tells whoever gave a number; whoever gave none holds the slip. */
async function tellThem(tx: Transaction, deps: Deps, { held }: Change, phone: string | undefined, date: string): Promise<void> {
  if (phone === undefined) return
  const [who] = await tx.select().from(person).where(eq(person.id, held.person.id))
  if (!who) return
  const params = { receipt: formatReceiptNumber(held.row.receiptNumber), office: await unitName(tx, held.row.unitId), date }
  await notify(tx, deps, { person: who, template: 'application-received', params, about: held.row.id, woken: true })
}

/**
 * They said yes: what others saw becomes their own application, in their words and under their name, with claims and
 * clocks from this day. `found`: nobody spoke for them under a name of their own.
 */
export async function agreeTo(tx: Transaction, deps: Deps, change: Change, said: Agreed, found: boolean): Promise<void> {
  const { how, on, witness, words, phone } = said
  const { held } = change
  const today = deps.clock.today()
  const reading = readWords(words)
  const stated = stateFacts(reading, { household: {}, members: [] }, { today, ...birthDateOf(said, today) })
  change.application({ type: 'agree', agreement: { how, on, witness } })
  const at = deps.clock.now().toISOString()
  const { beneficiary: _other, ...content } = held.content
  change.rewrite({
    ...content,
    words,
    household: stated.household,
    members: stated.members,
    facts: stated.facts.map((fact) => ({ ...fact, asOf: at })),
    phrases: reading.phrases.map(({ start, end, text, kind, key }) => ({ start, end, text, kind, key })),
    proposed: reading.programmes.map(({ programme }) => programme),
    consent: { method: 'at-visit', at },
    ...(found ? {} : { beneficiary: beneficiaryOf(change, said) }),
    agreement: { how, on, witness, at },
  })
  for (const { programme } of programmesToOpen(reading, stated, [], held.row.regionCode, today))
    change.claim(undefined, { type: 'open', programme, origin: 'calculator' })
  const visit = deadline(today, getTerm('first-visit', held.row.regionCode, today), holidays)
  await tx.update(application).set({ visitDue: visit.date, visitProvisional: visit.provisional }).where(eq(application.id, held.row.id))
  if (!found) return
  await becomeTheirs(tx, deps, change, said)
  await tellThem(tx, deps, change, phone, visit.date)
}
