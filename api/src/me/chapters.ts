import { and, asc, eq, isNotNull, ne } from 'drizzle-orm'
import { cardsOf } from '../code/card.ts'
import { heldStatuses } from '../code/held-status.ts'
import { authorisation } from '../consent/table.ts'
import { application } from '../application/table.ts'
import { inTransaction, type Reader } from '../db/transaction.ts'
import { ownDecision } from '../decision/own.ts'
import { decision } from '../decision/table.ts'
import { factsOf } from '../fact/held.ts'
import { isOwnFact } from '../household/file/take.ts'
import { openRequest } from '../household/request.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { listDevices, sessionsOfResident } from '../identity/devices.ts'
import { findIdentity, ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { notice } from '../notice/table.ts'
import { contactWish } from '../notification/table.ts'
import { mayReadFound, ownVerification } from '../verification/own.ts'
import { resultOf, votersOf } from '@yima/shared/appraisal/panel'
import { minutesOf } from '../appraisal/store.ts'
import { worksOf } from '../renovation/store.ts'
import { findingsOf } from '../spot-check/read.ts'
import { officerNames, ofFamily, visitsOf } from '../visit/store.ts'
import type { KeptAnswer } from '../verification/store.ts'
import { query } from '../verification/table.ts'
import { open } from '../vault.ts'

export type Chapter = (deps: Deps, resident: ResidentSession) => Promise<unknown>

const ownRequests = (db: Reader, resident: ResidentSession) =>
  db
    .select({ id: application.id, receiptNumber: application.receiptNumber, kind: application.kind })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownPersons(resident), isNotNull(person.keyWrapped)))
    .orderBy(asc(application.submittedAt))

/** What hung or hangs on a board about oneself, word by word. */
export const notices: Chapter = ({ db }, resident) =>
  db
    .select({ kind: notice.kind, village: notice.regionCode, shown: notice.shown, from: notice.fromOn, until: notice.untilOn })
    .from(notice)
    .innerJoin(application, eq(application.id, notice.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownPersons(resident), ne(notice.state, 'withheld')))
    .orderBy(asc(notice.id))

/** Where one is signed in. */
export const devices: Chapter = (deps, resident) => listDevices(deps, sessionsOfResident(resident), undefined)

export const cards: Chapter = (deps, { identityId }) =>
  inTransaction(deps.db, async (tx) => (identityId ? (await cardsOf(tx, identityId)).cards : []))

export const statuses: Chapter = (deps, { identityId }) =>
  inTransaction(deps.db, async (tx) =>
    identityId ? heldStatuses(tx, deps, await findIdentity(tx, deps, identityId)) : [],
  )

/** In which language one asked to be told. */
export const contact: Chapter = async ({ db }, { identityId }) => {
  if (!identityId) return []
  return db
    .select({ language: contactWish.locale })
    .from(contactWish)
    .where(eq(contactWish.identityId, identityId))
}

/** What a check of means came to, as its page shows it: of other adults what it comes to and no figures. */
export const checks: Chapter = async (deps, resident) => {
  const own = (await ownRequests(deps.db, resident)).filter(({ kind }) => kind === 'application')
  return Promise.all(
    own.map(async ({ id, receiptNumber }) => ({
      receiptNumber,
      ...(await ownVerification(deps, resident, id)),
    })),
  )
}

/** Written decisions, whole. */
export const decisions: Chapter = async (deps, resident) => {
  const decided = await deps.db
    .selectDistinct({ claimId: decision.claimId })
    .from(decision)
    .innerJoin(application, eq(application.id, decision.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownPersons(resident), isNotNull(person.keyWrapped)))
  return Promise.all(
    decided.map(async ({ claimId }) => (await ownDecision(deps, resident, claimId)).decision),
  )
}

/** What others than oneself say of one: who visited, a paper, a department. */
export const facts: Chapter = async (deps, resident) =>
  inTransaction(deps.db, async (tx) => {
    const told = []
    for (const { id, receiptNumber } of await ownRequests(tx, resident)) {
      const request = await openRequest(tx, deps, id)
      const held = (await factsOf(tx, deps, request)).filter(isOwnFact)
      const found = await mayReadFound(tx, deps, resident, id)
      told.push(
        ...held
          .filter(({ source }) =>
            source === 'department' ? found : source !== 'declared' && source !== 'read',
          )
          .map(({ key, value, source, from, asOf, fenced }) => {
            // Officers are named where one reads who looked; here their office's word counts.
            const by = source === 'department' ? { department: from } : {}
            return { receiptNumber, fact: key, value, source, ...by, asOf, counts: !fenced }
          }),
      )
    }
    return told
  })

/** Who visited one's home, when, and what they wrote down; what neighbours said is theirs, and warnings are the office's. */
export const visits: Chapter = async (deps, resident) =>
  inTransaction(deps.db, async (tx) => {
    const told = []
    for (const { id, receiptNumber } of await ownRequests(tx, resident)) {
      const { key } = await openRequest(tx, deps, id)
      const kept = await visitsOf(tx, key, id)
      const names = await officerNames(tx, kept)
      told.push(
        ...kept.map(({ startedAt, endedAt, officerId, companions, answers, summary, place }) => ({
          receiptNumber,
          startedAt,
          endedAt,
          who: [officerId, ...companions].map((one) => names.get(one) ?? ''),
          answers: ofFamily(answers).map(({ item, value, note }) => ({ item, value, ...(note === undefined ? {} : { note }) })),
          summary,
          ...(place ? { place } : {}),
        })),
      )
    }
    return told
  })

/** What supervisors found when they looked at one’s claim again. */
export const lookedAgain: Chapter = (deps, resident) =>
  inTransaction(deps.db, async (tx) => {
    const told = []
    for (const { id, receiptNumber } of await ownRequests(tx, resident)) {
      const { key } = await openRequest(tx, deps, id)
      for (const { by: _, ...found } of await findingsOf(tx, key, id)) told.push({ receiptNumber, ...found })
    }
    return told
  })

/** When residents met about one’s request and what they counted; who sat there and how anybody voted is theirs. */
export const appraisals: Chapter = async (deps, resident) =>
  inTransaction(deps.db, async (tx) => {
    const told = []
    for (const { id, receiptNumber } of await ownRequests(tx, resident)) {
      const { key } = await openRequest(tx, deps, id)
      told.push(
        ...(await minutesOf(tx, key, id)).map(({ heldAt, level, place, panel, votes }) => ({
          ...{ receiptNumber, heldAt, level, place, votes, result: resultOf(votes) },
          voters: votersOf(panel).length,
          steppedAside: panel.filter(({ aside }) => aside !== undefined).length,
        })),
      )
    }
    return told
  })

/** The works on one’s own house: what was graded, agreed and seen, what was stopped and why, and what was released. */
export const houses: Chapter = async (deps, resident) =>
  inTransaction(deps.db, async (tx) => {
    const told = []
    for (const { id, receiptNumber } of await ownRequests(tx, resident)) {
      const { key } = await openRequest(tx, deps, id)
      told.push(
        ...(await worksOf(tx, key, id)).map(({ works: { subsidy, grade, openedOn, survey, plan, parts, inspections, stops, accepted } }) => ({
          ...{ receiptNumber, subsidy, grade, openedOn, survey, plan },
          inspections: inspections.map(({ at, stage, found, words, pictures }) => ({ at, stage, found, words, pictures })),
          // Whose hand it was is read where one reads who looked.
          stops: stops.map(({ on, reason, lifted }) => ({ on, reason, lifted: lifted && { on: lifted.on, reason: lifted.reason } })),
          parts: parts.map((part, at) => ({ ...part, releasedOn: accepted[at]?.second.on ?? null })),
        })),
      )
    }
    return told
  })

/** What departments answered about oneself, in whosever check; for whoever is proven to have that number. */
export const answers: Chapter = async (deps, { level, identityId }) => {
  const { db } = deps
  const own = level === 'proven' && identityId ? await findIdentity(db, deps, identityId) : undefined
  if (!own?.record.idIndex) return []
  const rows = await db
    .select({ department: query.source, asOf: query.asOf, sealed: query.sealed, key: person.keyWrapped })
    .from(query)
    .innerJoin(authorisation, eq(authorisation.id, query.consentId))
    .innerJoin(application, eq(application.id, authorisation.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(eq(authorisation.numberIndex, own.record.idIndex), isNotNull(query.sealed)))
    .orderBy(asc(query.asOf), asc(query.id))
  return rows.flatMap(({ department, asOf, sealed, key }) =>
    key && sealed
      ? { department, asOf, answer: open<KeptAnswer>(deps.vault.unwrap(key), sealed).answer }
      : [],
  )
}
