import { claimDue } from '@yima/shared/claim/workflow'
import { holidays } from '@yima/shared/calendar/holidays'
import { settle, type HeldFact } from '@yima/shared/fact/held'
import { companionsFor } from '@yima/shared/process/seat'
import { firstMember } from '@yima/shared/policy/match'
import { Problem } from '@yima/shared/problem'
import { checklistOf, tagsOf, type KnownFamily, type KnownWord } from '@yima/shared/visit/checklist'
import type { VisitPack } from '@yima/shared/visit/contract'
import { takesVisit } from '@yima/shared/visit/decide'
import { itemName } from '@yima/shared/visit/item'
import { handlersOf } from '../application/act.ts'
import { officeOf } from '../application/view.ts'
import { sentTo } from '../claim/departments.ts'
import { openedFor, shownClaims } from '../decision/work.ts'
import { keysFor } from '../fact/desk.ts'
import { choicesOf, factsOf } from '../fact/held.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { placeName } from '../region/office.ts'
import { findActingOf, requireWork } from '../work/reach.ts'
import { staffFor } from '../work/staff.ts'
import { safetyOf } from './store.ts'

type Officer = OfficerSession['officer']

/** Days for which what was taken along may lie on a phone. */
const packDays = 7

const wordOf = ({ value, source, asOf }: HeldFact): KnownWord[] =>
  value === 'unknown' ? [] : [{ value, source, asOf }]

/** What is known of a family, with who said it. */
export function familyKnown(facts: readonly HeldFact[], choices: Parameters<typeof settle>[1]): KnownFamily {
  const { household, members, of, conflicts } = settle(facts, choices)
  const all = [...of, ...conflicts].map(({ key, member, facts: words }) => {
    const about = key === 'selfCareFailures' ? { kind: 'care' as const, member: member ?? firstMember } : { kind: 'fact' as const, key, member }
    return [itemName(about), words.flatMap(wordOf)] as const
  })
  // Of the six acts only their number was known before: it is no answer to which of them.
  return { household, members, words: new Map(all.filter(([name]) => !name.startsWith('care:'))) }
}

/**
 * All that is needed at the door of one home without a network; the look is noted. Throws `not-found` for what is not on
 * the own desk, `not-allowed-now` where no claim would take a visit in.
 */
export async function visitPack(deps: Deps, reader: Officer, id: string): Promise<VisitPack> {
  requireWork(reader, 'settle-facts')
  const held = await openedFor(deps, reader, id, 'visit')
  const { db, vault, clock } = deps
  const { row, person, content } = held
  const claims = await shownClaims(deps, held)
  const { staff, excluded } = await handlersOf(db, deps, row, content)
  if (findActingOf(reader, 'settle-facts', row.regionCode, sentTo(claims), excluded) === undefined) throw new Problem('not-found')
  const asking = claims.filter(({ state }) => takesVisit(state))
  const [first] = asking
  if (first === undefined) throw notAllowedNow('visit', 'no-visit-asked')
  const [facts, choices, office, place, safety] = await Promise.all([
    factsOf(db, deps, held), choicesOf(db, held), officeOf(db, row.unitId), placeName(db, row.regionCode), safetyOf(db, [id]),
  ])
  const known = familyKnown(facts, choices)
  // A department reads no more of a household in its marks than its own programme asks.
  const isAsked = keysFor(claims, held.sight.whole)
  const here = staffFor(first.state, staff, row.regionCode)
  const self = here.find((one) => one.id === reader.id)
  const now = clock.now()
  const phone = person.phoneCipher ? vault.openField(person.phoneCipher) : null
  return {
    now: now.toISOString(),
    until: new Date(now.getTime() + packDays * 86_400_000).toISOString(),
    application: { id, receiptNumber: row.receiptNumber },
    name: content.beneficiary?.name ?? vault.openField(person.nameCipher),
    place,
    address: content.beneficiary?.whereToFind ?? content.address ?? null,
    phone: content.beneficiary ? (content.beneficiary.phone ?? null) : phone,
    words: content.words,
    tags: tagsOf(familyKnown(facts.filter(({ key }) => isAsked(key)), choices)),
    members: known.members.length > 0 ? known.members.map((one) => one.id) : [firstMember],
    safety: safety.get(id) ?? [],
    claims: asking.map(({ id: claimId, state }) => ({ id: claimId, programme: state.programme, due: claimDue(state, holidays) })),
    items: checklistOf(asking.map(({ state }) => state.programme), known),
    companions: self ? companionsFor(self, here, asking.flatMap(({ state }) => state.process?.anew ?? [])).map(({ id: one, name, post }) => ({ id: one, name, post })) : [],
    office,
  }
}
