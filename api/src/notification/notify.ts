import { v7 as uuidv7 } from 'uuid'
import { decide, type Channel } from '@yima/shared/notification/decide'
import { templateOf, type ParamsOf, type TemplateName } from '@yima/shared/notification/templates'
import type { Locale } from '@yima/shared/notification/words'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notePerson } from '../live/changed.ts'
import { allOf } from '../together.ts'
import { seal } from '../vault.ts'
import { findTellingNeeds, waysGiven, type Addressee, type TellingNeeds } from './addressee.ts'
import { take } from './steps.ts'
import { notification } from './table.ts'

type Row = typeof notification.$inferSelect

/** What somebody is told, and of what. */
export type Telling<Name extends TemplateName = TemplateName> = {
  person: Addressee
  template: Name
  params: ParamsOf<Name>
  /**
   * The event, by its ids: told twice of the same one, a person has one message. Nothing personal: it is
   * kept readable.
   */
  about: string
  /** The officer by whose hand it happened, who does not tick off that the person knows. */
  by?: string | undefined
  /** Those without whom that one could not have done it: none of them ticks it off. */
  doneWith?: readonly string[] | undefined
  /** The language it was done in; what the person chose, unless said. */
  locale?: Locale
  /** Stays in the inbox: a number that nobody confirmed may be a stranger's. */
  quietly?: boolean
  /** Whoever has the inbox open is woken by the event itself, as by every change of an application. */
  woken?: boolean
}

/** Once a person and event, whoever asks how often. On its way when this returns; says whether it is new. */
async function keep(tx: Transaction, row: Row): Promise<boolean> {
  const { rowCount } = await tx.$client.query({
    name: 'keep a notification',
    text: `
      INSERT INTO notification
        (id, county_code, person_id, template, about, locale, urgent, sealed, created_at, look_at, done_by, done_with)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT ON CONSTRAINT notification_once DO NOTHING`,
    values: [
      row.id,
      row.countyCode,
      row.personId,
      row.template,
      row.about,
      row.locale,
      row.urgent,
      row.sealed,
      row.createdAt,
      row.lookAt,
      row.doneBy,
      row.doneWith,
    ],
  })
  return rowCount === 1
}

type Known = { locale: Locale; ways: readonly Channel[]; key: Buffer }

/** Of whoever never said and was never told anything. */
const usual: Locale = 'zh-CN'

function compose<Name extends TemplateName>(
  deps: Deps,
  telling: Telling<Name>,
  { locale, ways, key }: Known,
) {
  const { person, template, params, about } = telling
  const now = deps.clock.now()
  const urgent = templateOf(template).urgent === true
  const { steps, lookAt } = decide({ now: now.getTime(), urgent, read: false, ways, attempts: [] })
  const row: Row = {
    id: uuidv7(),
    countyCode: person.countyCode,
    personId: person.id,
    template,
    about,
    locale,
    urgent,
    sealed: seal(key, params),
    createdAt: now,
    readAt: null,
    lookAt: lookAt === null ? null : new Date(lookAt),
    doneBy: telling.by ?? null,
    doneWith: telling.doneWith ? [...telling.doneWith] : null,
  }
  return { told: { row, person, params }, steps }
}

/**
 * Tells a person of an event, in the caller's transaction: a message in the inbox, once a person and event
 * however often this is called, and the first way out of the house. What is told to an erased person is
 * told to nobody.
 */
export async function notify<Name extends TemplateName>(
  tx: Transaction,
  deps: Deps,
  telling: Telling<Name>,
): Promise<void> {
  const { person, template, quietly = false, woken = false } = telling
  if (!person.keyWrapped) return
  const needs = await findTellingNeeds(tx, deps, person)
  const ways = quietly ? [] : waysGiven(deps, person, template, needs.notices)
  const key = deps.vault.unwrap(person.keyWrapped)
  const { told, steps } = compose(deps, telling, {
    locale: telling.locale ?? needs.locale ?? usual,
    ways,
    key,
  })
  if (!(await keep(tx, told.row))) return
  await allOf([take(tx, deps, told, steps), ...(woken ? [] : [notePerson(tx, person.id)])])
}

/** Of an event that this very transaction makes, and of a person of whom all that has to be known is at hand. */
type TellingAtHand<Name extends TemplateName> = Telling<Name> & { key: Buffer; needs: TellingNeeds }

/**
 * The same, of an event that is told for the first time. Nothing is looked up: all of it is on its way when this
 * returns, so that it may be handed to `send`.
 */
export async function notifyAtHand<Name extends TemplateName>(
  tx: Transaction,
  deps: Deps,
  telling: TellingAtHand<Name>,
): Promise<void> {
  const { person, template, key, needs, quietly = false, woken = false } = telling
  const ways = quietly ? [] : waysGiven(deps, person, template, needs.notices)
  const { told, steps } = compose(deps, telling, { locale: needs.locale ?? usual, ways, key })
  await allOf([
    insertRows(tx, notification, [told.row]),
    take(tx, deps, told, steps),
    ...(woken ? [] : [notePerson(tx, person.id)]),
  ])
}
