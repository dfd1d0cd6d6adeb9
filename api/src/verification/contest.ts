import type * as v from 'valibot'
import { Problem } from '@yima/shared/problem'
import { isOpenFor } from '@yima/shared/process/commands'
import {
  openContests,
  whyNotContest,
  whyNotHandle,
  type Contest,
  type Handling,
} from '@yima/shared/verification/contest'
import type { Contesting, handling } from '@yima/shared/verification/contract'
import type { ReportItem } from '@yima/shared/verification/report-item'
import type { Change } from '../application/act.ts'
import { attachPictures, listed } from '../application/pictures.ts'
import { changeOwn } from '../application/resident-acts.ts'
import { insertRows } from '../db/insert.ts'
import type { Transaction } from '../db/transaction.ts'
import { addChoice, factsOf } from '../fact/held.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { tellApplicant } from '../notification/applicant.ts'
import { actOnCheck, type DeskAct, type Officer } from './desk.ts'
import { findLive } from './live.ts'
import { readable, whyNotSee } from './own.ts'
import {
  findVerification,
  freshQueries,
  holdVerification,
  noteIn,
  queriesOf,
  rewrite,
  type Opened,
} from './store.ts'
import { query } from './table.ts'
import { whyNotAnswer } from './view.ts'

/** Whoever is checked may be heard on what was found (Interim Measures on Social Assistance, art. 58 and 61). */
const basis = '社会救助暂行办法第五十八条'

const refused = (code: string) => new Problem('not-allowed-now', [{ field: 'item', code }], { allowed: [] })

async function holdReported(tx: Transaction, deps: Deps, { held }: Pick<Change, 'held'>): Promise<Opened> {
  const found = await findVerification(tx, held.key, held.row.id)
  const opened = found && (await holdVerification(tx, deps, found.row.id))
  if (opened?.row.state !== 'reported') throw refused('no-report')
  return opened
}

/** The clock of every claim that rests on it stands still, once; whoever contests again is heard, but it goes on. */
function pause(change: Change, words: string): void {
  for (const { id, state } of change.claims)
    if (state.process !== null && isOpenFor(state.process, 'contest'))
      change.process(id, { type: 'contest', basis, reason: words })
}

/** What the family says to one item of the report. */
export const contestOwn = (deps: Deps, once: Once, resident: ResidentSession, id: string, body: Contesting) =>
  changeOwn(deps, once, resident, id, async (tx, change) => {
    const { held } = change
    const people = await findLive(tx, deps, id)
    const opened = await holdReported(tx, deps, change)
    const { content } = opened
    const items = content.items && readable(content.items, people)
    const code = whyNotSee(resident, people) ?? whyNotContest(items, content.contests, body)
    if (code === 'words-needed') throw new Problem('invalid-input', [{ field: 'words', code }])
    if (code !== undefined) throw refused(code)
    const { item, answer, words, pictures } = body
    await attachPictures(tx, once, listed('pictures', pictures), id, held.row.countyCode)
    const contest: Contest = { answer, words, pictures, at: deps.clock.now().toISOString(), handled: null }
    await rewrite(tx, opened, { ...content, contests: { ...content.contests, [item]: contest } })
    await noteIn(tx, deps, opened, [{ type: 'item-answered', payload: { item, ...contest } }], {
      kind: 'resident',
      id: held.person.id,
    })
    if (pictures.length > 0)
      // Where every picture of a request is named, so that it is kept and saved like any other paper.
      change.rewrite({
        ...held.content,
        papers: { ...held.content.papers, [`${opened.row.id}:${item}`]: pictures },
      })
    if (answer !== 'agree') pause(change, words)
  })

/** Which of the values that stand side by side the office lets hold, where they stand so. */
async function choose(
  { tx, held, change, acting }: DeskAct,
  deps: Deps,
  item: ReportItem,
  how: Handling,
  reason: string,
): Promise<void> {
  if (item.fact === null || how === 'ask-again') return
  const member = item.member
  const standing = (await factsOf(tx, deps, held)).filter(
    (fact) => fact.key === item.fact && fact.member === member && !fact.fenced && fact.value !== 'unknown',
  )
  const isFound = (source: string): boolean => source === 'department'
  const holds = standing.filter(({ source }) => isFound(source) === (how === 'uphold')).at(-1)
  if (!holds || standing.every(({ value }) => value === holds.value)) return
  const over = standing.map(({ id }) => id)
  await addChoice(tx, deps, change, { key: item.fact, member, holds: holds.id, over, reason, by: acting.id })
}

/** The departments behind an item are asked once more, under queries of their own. */
async function askAnew({ tx, change }: DeskAct, deps: Deps, opened: Opened, item: ReportItem): Promise<void> {
  const people = await findLive(tx, deps, change.held.row.id)
  const rows = await queriesOf(tx, opened.row.id)
  const behind = rows.filter((row) =>
    item.rests.some(({ source, person }) => source === row.source && person === row.consentId),
  )
  if (behind.length === 0) throw refused('nothing-to-ask')
  const wanted = behind.map(({ consentId: consent, source, round }) => ({
    consent,
    source,
    round: round + 1,
    connected:
      deps.departments?.connected(source) === true &&
      people.some((one) => one.consent === consent && one.idNumber !== null && one.sources.includes(source)),
  }))
  const fresh = freshQueries(opened, wanted, deps.clock.wall())
  await insertRows(tx, query, fresh)
  await rewrite(tx, opened, opened.content, { state: 'running', reportId: null, madeOn: null })
  await deps.jobs.send(tx, 'ask-departments', { id: opened.row.id })
}

/** Once nothing contested is left the clock runs on, and the family hears of it; what is asked anew is checked anew. */
async function resume(
  { tx, held, change, acting }: DeskAct,
  deps: Deps,
  { row, content: { contests } }: Opened,
  reason: string,
): Promise<void> {
  if (openContests(contests).length > 0) return
  const anew = Object.values(contests).some(({ handled }) => handled?.how === 'ask-again')
  for (const { id, state } of change.claims)
    if (state.process?.paused?.reason === 'contested')
      change.process(id, { type: 'answer', again: anew ? 'verification' : null, basis, reason })
  await tellApplicant(tx, deps, held, 'contest-answered', row.id, acting.id)
}

/** The office’s answer to one contested item. */
export const handleItem = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  body: v.InferOutput<typeof handling>,
): Promise<void> =>
  actOnCheck(deps, once, officer, id, 'handle-claim', async (act) => {
    const { tx, held, acting, change } = act
    await findLive(tx, deps, id)
    const opened = await holdReported(tx, deps, change)
    const { item: itemId, how, reason } = body
    const code = whyNotAnswer(held, acting) ?? whyNotHandle(opened.content.contests, itemId)
    const item = opened.content.items?.find((one) => one.id === itemId)
    const contest = opened.content.contests[itemId]
    if (code !== undefined || !item || !contest) throw refused(code ?? 'no-such-item')
    const handled = { how, reason, by: acting.id, at: deps.clock.now().toISOString() }
    const contests = { ...opened.content.contests, [itemId]: { ...contest, handled } }
    await rewrite(tx, opened, { ...opened.content, contests })
    await noteIn(tx, deps, opened, [{ type: 'item-handled', payload: { item: itemId, ...handled } }], {
      kind: 'officer',
      id: acting.id,
    })
    await choose(act, deps, item, how, reason)
    if (how === 'ask-again') await askAnew(act, deps, opened, item)
    await resume(act, deps, { ...opened, content: { ...opened.content, contests } }, reason)
  })
