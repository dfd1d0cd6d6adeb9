import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Step } from '@yima/shared/notification/decide'
import { templateOf, type TemplateName } from '@yima/shared/notification/templates'
import { wordsFor } from '@yima/shared/notification/words'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { topic, wake } from '../live/changed.ts'
import { allOf } from '../together.ts'
import type { Addressee } from './addressee.ts'
import { enqueueSms } from './enqueue.ts'
import { findHandlingOffice } from './office.ts'
import { callTask, message, type notification } from './table.ts'

/** One message of the inbox with whom it is for and what fills its sentence. */
export type Told = {
  row: typeof notification.$inferSelect
  person: Addressee
  params: Readonly<Record<string, string>>
}

type Start = Extract<Step, { do: 'start' }>

const attempt = ({ row }: Told, channel: 'push' | 'call', notBefore: number, at: Date) => ({
  id: uuidv7(),
  countyCode: row.countyCode,
  channel,
  template: row.template,
  toCipher: null,
  bodyCipher: null,
  state: 'waiting' as const,
  tries: 0,
  createdAt: at,
  sentAt: null,
  notificationId: row.id,
  notBefore: new Date(notBefore),
  triedAt: null,
  deliveredAt: null,
})

async function startSms(tx: Transaction, deps: Deps, told: Told, { notBefore }: Start): Promise<void> {
  const { row, person, params } = told
  const name = row.template as TemplateName
  const { sms, page } = templateOf(name)
  if (sms === null || !person.phoneCipher) return
  await enqueueSms(tx, deps, {
    to: deps.vault.openField(person.phoneCipher),
    template: sms,
    params: {
      ...wordsFor(name, params, row.locale),
      // The news itself is in the inbox; a receipt leads to what it is a receipt of.
      link: `${deps.config.publicUrl}${sms === 'sms.news' ? '/inbox' : page}`,
    },
    locale: row.locale,
    countyCode: row.countyCode,
    of: { notificationId: row.id, notBefore: new Date(notBefore) },
  })
}

async function startPush(tx: Transaction, { clock, jobs }: Deps, told: Told, step: Start): Promise<void> {
  const now = clock.now()
  const row = attempt(told, 'push', step.notBefore, now)
  await allOf([
    insertRows(tx, message, [row]),
    ...(step.notBefore > now.getTime() ? [] : [jobs.send(tx, 'deliver-message', { id: row.id })]),
  ])
}

/** Puts it on the desk of the person's place; the village's worker sees it too. */
async function startCall(tx: Transaction, { clock }: Deps, told: Told, step: Start): Promise<void> {
  const { person } = told
  const now = clock.now()
  const office = await findHandlingOffice(tx, person)
  if (!office) return
  const { unitId, regionCode } = office
  const row = attempt(told, 'call', step.notBefore, now)
  const task = {
    id: row.id,
    countyCode: person.countyCode,
    personId: person.id,
    unitId,
    regionCode,
    createdAt: now,
    toldAt: null,
    toldBy: null,
    how: null,
    reasonSealed: null,
  }
  await allOf([
    insertRows(tx, message, [row]),
    insertRows(tx, callTask, [task]),
    wake(tx, [topic.unit(unitId), topic.village(regionCode)]),
  ])
}

function start(tx: Transaction, deps: Deps, told: Told, step: Start): Promise<void> {
  switch (step.channel) {
    case 'push':
      return startPush(tx, deps, told, step)
    case 'sms':
      return startSms(tx, deps, told, step)
    case 'call':
      return startCall(tx, deps, told, step)
    default:
      return step.channel satisfies never
  }
}

async function sendAgain(
  tx: Transaction,
  { jobs }: Deps,
  { row }: Told,
  channel: Step['channel'],
): Promise<void> {
  const [found] = await tx
    .select({ id: message.id })
    .from(message)
    .where(and(eq(message.notificationId, row.id), eq(message.channel, channel)))
  if (found) await jobs.send(tx, 'deliver-message', { id: found.id })
}

/** Tells the desks on which a call task lies that it came, was done, or is not needed any more. */
export async function wakeDesks(tx: Transaction, taskId: string): Promise<void> {
  const [task] = await tx.select().from(callTask).where(eq(callTask.id, taskId))
  if (task) await wake(tx, [topic.unit(task.unitId), topic.village(task.regionCode)])
}

/** What is told already leaves the desk. */
async function replace(tx: Transaction, { row }: Told, channel: Step['channel']): Promise<void> {
  const [replaced] = await tx
    .update(message)
    .set({ state: 'replaced' })
    .where(and(eq(message.notificationId, row.id), eq(message.channel, channel)))
    .returning({ id: message.id })
  if (!replaced || channel !== 'call') return
  await wakeDesks(tx, replaced.id)
}

/** Does what was decided, in the caller's transaction; all of it is on its way when this returns. */
export async function take(tx: Transaction, deps: Deps, told: Told, steps: readonly Step[]): Promise<void> {
  await allOf(
    steps.map((step) => {
      switch (step.do) {
        case 'start':
          return start(tx, deps, told, step)
        case 'send':
          return sendAgain(tx, deps, told, step.channel)
        case 'replace':
          return replace(tx, told, step.channel)
        default:
          return step satisfies never
      }
    }),
  )
}
