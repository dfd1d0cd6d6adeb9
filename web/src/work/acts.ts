import type { OfficerView } from '@yima/shared/identity/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import type { OutboxEntry, OutboxLabel } from '../app/outbox-order.ts'
import { openOutbox, outbox, write, type Word } from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { draftOfAct } from '../process/act-draft.ts'
import { actsOn, type Agreement, type AskedPapers, type WorkAct } from './api.ts'

/** A write that was tried before answers only that it was done; a call, when it was answered. */
export type Written = WorkApplication | { done: true } | { id: string } | { acknowledgedAt: string }

export const isWhole = (written: Written): written is WorkApplication => 'claims' in written

const isKept = ({ answer }: OutboxEntry): boolean => answer === undefined

/** Acts on one request that are still on this phone or on their way, the refused ones among them. */
export const actsWaiting = (applicationId: string): OutboxEntry[] =>
  outbox.value.filter((entry) => isKept(entry) && entry.path.startsWith(actsOn(applicationId)))

/** Which of an officer's acts an entry is; undefined for other things that wait. Acts of the process bear their own names. */
export function actOf({
  path,
  body,
}: Pick<OutboxEntry, 'path' | 'body'>): { act: string; claim?: string } | undefined {
  const [, claim, last] = /^\/work\/applications\/[^/]+\/(?:claims\/([^/]+)\/)?([a-z]+)$/.exec(path) ?? []
  if (last === undefined) return undefined
  const act = last === 'process' ? ((body as { type?: string } | undefined)?.type ?? last) : last
  return { act, ...(claim === undefined ? {} : { claim }) }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/**
 * Hands an officer's act to the outbox, for this officer's session only, and tells what became of its first
 * try; `about` names it on this phone. The very same act that waits already is not handed over again: `kept`.
 */
export async function handOver(
  { id: officer, name }: Pick<OfficerView, 'id' | 'name'>,
  { path, body, kind = 'work' }: WorkAct,
  id: string,
  about: Omit<OutboxLabel, 'officer'> = {},
): Promise<Word<Written>> {
  await openOutbox()
  const waits = (entry: OutboxEntry): boolean => isKept(entry) && entry.refused !== true
  if (outbox.value.some((entry) => waits(entry) && entry.path === path && same(entry.body, body)))
    return { word: 'kept', problem: undefined }
  void askToStay()
  return write<Written>({
    id,
    kind,
    path,
    body,
    actor: `officer:${officer}`,
    label: { officer: name, ...about },
  })
}

/** Where the text of an act lies while it is written: another officer on this machine finds none of it. */
export const draftKey = ({ id }: Pick<OfficerView, 'id'>, path: string): string => `work.draft.${id}${path}`

/** What distinguishes the draft of one act from another: all acts of the process go to one address. */
export function draftPath({ path, body }: Pick<WorkAct, 'path' | 'body'>): string {
  if (!isOfProcess(path)) return path
  const { type, step } = body as { type: string; step?: string | null }
  return [path, type, ...(step ? [step] : [])].join('/')
}
const isOfProcess = (path: string): boolean => path.endsWith('/process')

/** Acts whose sheets are on the page of a request itself, or that ask for nothing. */
const ofTheRequest = new Set(['acceptance', 'acknowledgement', 'agreement', 'claims', 'drop', 'papers', 'posting', 'unposting'])
/** Whether the page of a request takes such an act back when it is refused; of others their own pages tell. */
export const isOfRequest = (entry: Pick<OutboxEntry, 'kind' | 'path' | 'body'>): boolean =>
  entry.kind === 'work' && (isOfProcess(entry.path) || ofTheRequest.has(actOf(entry)?.act ?? ''))

/** What was typed for an act, back from its body: it came too late, or one thing in it was refused. */
export function draftOf({ path, body }: WorkAct): unknown {
  if (isOfProcess(path)) return draftOfAct(body as ProcessAct)
  switch (actOf({ path, body })?.act) {
    case 'drop':
      return (body as { reason: string }).reason
    case 'papers': {
      const { papers, note } = body as AskedPapers
      const own = papers.flatMap((one) => ('words' in one && one.words !== undefined ? [one.words] : []))
      const chosen = papers.filter((one) => !('words' in one)).map(({ paper }) => paper)
      return { chosen, own: own.join('\n'), note: note ?? '' }
    }
    case 'agreement':
      return { idNumber: '', phone: '', ...(body as Agreement) }
    case 'claims':
    case 'posting':
    case 'unposting':
      return body
    default:
      return undefined // nothing is typed to accept or to answer a call
  }
}
