import type { RouteLocationRaw } from 'vue-router'
import { heads, refusedOf, type OutboxEntry, type OutboxProblem } from '../app/outbox-order.ts'
import { reasonOf } from '../app/outbox-reason.ts'
import { findText, t } from '../app/text.ts'
import { isAcceptedAlready } from '../work/moot.ts'

/** What somebody handed over, without the pictures that go with it; `problem`: why it, or one of those, has not gone. */
export type Handed = { entry: OutboxEntry; photos: number; problem?: OutboxProblem | undefined }
export type Stuck = Handed & { reason: string; cure: Cure }

/** What to do about it, as a sentence, and the page where it is done. */
export type Cure = { text: string; to?: RouteLocationRaw; mend?: boolean; again?: boolean; moot?: boolean }

type Body =
  { claimId?: string; photos?: unknown[]; papers?: { files?: unknown[] }[]; onBehalfOf?: string } | undefined

const papersPage = (id: string, body: Body): RouteLocationRaw => ({
  name: 'papers',
  params: { id, claimId: body?.claimId ?? '' },
  ...(body?.onBehalfOf ? { query: { behalf: body.onBehalfOf } } : {}),
})

function photosOf({ body }: OutboxEntry): number {
  const { photos = [], papers = [] } = (body as Body) ?? {}
  return photos.length + papers.reduce((sum, { files }) => sum + (files?.length ?? 0), 0)
}

const parts = /^\/(me|work)\/applications\/([^/]+)\/(?:claims\/[^/]+\/)?([a-z]+)$/

/** Below a request: whose side, which one, and what. */
const under = /^\/(me|work)\/(?:applications|decisions|outreach)\/([^/]+)\//

/** Acts of casework, by the page where each is done: its form brings back what was said and not taken. */
const casework: Readonly<Record<string, (id: string) => string>> = {
  ...forEach(['facts', 'fact-choice'], (id) => `/work/applications/${id}/facts`),
  ...forEach(['verification', 'query-end', 'letter', 'handling', 'record'], (id) => `/work/applications/${id}/verification`),
  ...forEach(['consent-listed', 'consent-act'], (id) => `/work/applications/${id}/consents`),
  ...forEach(['merging', 'unmerging', 'clearance'], (id) => `/work/households/${id}`),
  'family-word': (id) => `/me/applications/${id}/verification`,
  payment: (id) => `/work/applications/${id}`,
  visit: (id) => `/work/visits/${id}`,
  ...forEach(['first-visit', 'parting'], (id) => `/work/outreach/${id}`),
  recheck: (id) => `/me/decisions/${id}`,
}
/** These begin with an empty form: nothing was typed, or what was signed is signed anew. */
const anew = new Set(['verification', 'consent-listed', 'consent-act'])

function forEach<T>(kinds: readonly string[], page: T): Record<string, T> {
  return Object.fromEntries(kinds.map((kind) => [kind, page]))
}

function cureOfCasework(entry: OutboxEntry): Cure | undefined {
  const [, request, claim] = /^\/work\/applications\/([^/]+)\/claims\/([^/]+)\/appraisals$/.exec(entry.path) ?? []
  if (request !== undefined) return { text: t('outbox.cure.application'), to: `/work/appraisals/${request}/${claim ?? ''}`, mend: true }
  const [, again] = /^\/oversight\/checks\/([^/]+)\/finding$/.exec(entry.path) ?? []
  if (again !== undefined) return { text: t('outbox.cure.application'), to: `/oversight/checks/${again}`, mend: true }
  const kind = entry.kind === 'work' ? (parts.exec(entry.path)?.[3] ?? '') : entry.kind
  const id = under.exec(entry.path)?.[2]
  const to = id === undefined ? undefined : casework[kind]?.(id)
  if (to === undefined) return undefined
  return anew.has(kind) ? { text: t('outbox.cure.look'), to } : { text: t('outbox.cure.application'), to, mend: true }
}

/** The page of what an officer wrote down for somebody. */
export function filingOf({ path, kind, body, answer }: OutboxEntry): RouteLocationRaw | undefined {
  const id =
    /^\/work\/(?:occasions|assists)\/([^/]+)\/applications$/.exec(path)?.[1] ??
    ((body ?? answer) as { id?: string } | undefined)?.id
  return (kind === 'filing' || kind === 'kept-scan') && id ? `/work/file/${id}` : undefined
}

/** What an officer decides of families. */
const ofFamilies = new Set(['guardianship', 'duplicate', 'mandate', 'mandate-end', 'name-correction'])

/** Where something is done that is no application: there it is looked at again, and done anew. */
const pages: Readonly<Record<string, string>> = {
  ...{ 'family-leaving': '/me/family', 'family-relation': '/me/family', 'family-head': '/me/family' },
  ...{ ward: '/me/family', 'guardian-end': '/me/family', 'invitation-end': '/me/family' },
  ...{ joining: '/join', 'help-end': '/me/helpers', 'help-narrowing': '/me/helpers' },
  ...{ 'consent-answer': '/me/consents', 'access-question': '/me/access', erasure: '/me/record' },
  ...{ correction: '/me/said', 'access-answer': '/oversight', 'papers-here': '/work/scan' },
  assist: '/work/assist',
  ...{ 'card-end': '/code', 'status-end': '/code', 'device-end': '/me/devices', contact: '/inbox' },
  objection: '/notices',
  outreach: '/outreach',
}

/** The name of what was done, as its button said it, and for whom, if this phone knows. */
export function nameOf({ kind, path, body, label = {} }: OutboxEntry): string {
  const [, side, , last] = parts.exec(path) ?? []
  // All acts on an accepted claim go to one address: each says itself what it is.
  const act = last === 'process' ? (body as { type?: string } | undefined)?.type : last
  const done = side === 'work' && act === 'papers' ? 'ask-papers' : side ? act : path.split('/').at(-1)
  const name = kind !== 'work' && findText(`outbox.kind.${kind}`) !== undefined ? kind : done
  const { person, programme } = label
  const what = findText(`outbox.kind.${name}`) ?? t('outbox.kind.other')
  const whole = programme === undefined ? undefined : findText(`outbox.kind.${name}.of`, { programme })
  return person === undefined ? (whole ?? what) : t('outbox.named', { what: whole ?? what, person })
}

/** In another's place: refused as not there, it is the right to act that has ended. */
const actsFor = ({ body }: OutboxEntry): boolean => (body as Body)?.onBehalfOf !== undefined

/** The page where the draft lies open that was handed over as this entry: only there it can be corrected. */
export type Drafts = ReadonlyMap<string, RouteLocationRaw>

function cureOf(entry: OutboxEntry, problem: OutboxProblem | undefined, drafts: Drafts): Cure {
  const [, side, id, act] = parts.exec(entry.path) ?? []
  const lost = problem?.code === 'part-lost'
  const to = drafts.get(entry.id)
  if (to !== undefined && actsFor(entry) && problem?.code === 'not-found')
    return { text: t('outbox.cure.behalf'), to, mend: true }
  if (entry.kind === 'application' && to !== undefined)
    return { text: t(lost ? 'outbox.cure.lost' : 'outbox.cure.application'), to, mend: true }
  if (side === 'me' && act === 'papers' && id !== undefined)
    return {
      text: t(lost ? 'outbox.cure.lost' : 'outbox.cure.papers'),
      to: papersPage(id, entry.body as Body),
      mend: true,
    }
  const visit = filingOf(entry)
  if (visit !== undefined) return { text: t('outbox.cure.filing'), to: visit, mend: true }
  const ofCasework = cureOfCasework(entry)
  if (ofCasework !== undefined) return ofCasework
  const token = (entry.body as { token?: string } | undefined)?.token
  const [, thing] = /^(\/work\/(?:objections|notices|payments|renovations|reserve)\/[^/]+)\//.exec(entry.path) ?? []
  if (thing !== undefined) return { text: t('outbox.cure.look'), to: thing, mend: true }
  if (entry.kind === 'consent-answer' && token) return { text: t('outbox.cure.look'), to: `/consent#${token}` }
  const { onBehalfOf } = (entry.body as Body) ?? {}
  if (onBehalfOf) return { text: t('outbox.cure.look'), to: `/me/helpers/${onBehalfOf}` }
  const own = pages[entry.kind]
  if (own !== undefined) return { text: t('outbox.cure.look'), to: own }
  if (side === 'me') return { text: t('outbox.cure.look'), to: '/track' }
  if (entry.path.startsWith('/work/call-tasks/')) return { text: t('outbox.cure.look'), to: '/work' }
  const request = `/work/applications/${id ?? ''}`
  if (isAcceptedAlready(entry, problem)) return { text: t('outbox.cure.moot'), to: request, moot: true }
  if (side === 'work' && id !== undefined) return { text: t('outbox.cure.look'), to: request }
  if (ofFamilies.has(entry.kind)) return { text: t('outbox.cure.look'), to: '/work/family' }
  return { text: t('outbox.cure.call'), again: entry.kind !== 'unreadable' }
}

/** What waits, what the server will never take as it is, and what has been received, oldest first. */
export function sorted(
  all: readonly OutboxEntry[],
  drafts: Drafts,
): { waiting: Handed[]; stuck: Stuck[]; received: OutboxEntry[] } {
  const waiting: Handed[] = []
  const stuck: Stuck[] = []
  const received: OutboxEntry[] = []
  for (const entry of heads(all)) {
    const refused = refusedOf(entry, all)
    const line = [entry, ...all.filter(({ id }) => entry.after.includes(id))]
    const handed = { entry, photos: photosOf(entry), problem: line.find(({ problem }) => problem)?.problem }
    if (entry.answer !== undefined) received.push(entry)
    else if (!refused) waiting.push(handed)
    else {
      const { problem } = refused
      stuck.push({
        ...handed,
        reason: reasonOf(problem, actsFor(entry)),
        cure: cureOf(entry, problem, drafts),
      })
    }
  }
  return { waiting, stuck, received }
}

/** What happens to a waiting entry next, in plain words, and where to go if somebody has to do something. */
export function nextOf(
  { entry: { path, actor, label }, problem }: Handed,
  online: boolean,
): { text: string; signIn?: RouteLocationRaw } {
  const to = path.startsWith('/work/') ? '/work' : '/track?way=phone'
  if (problem?.code === 'sign-in-needed') return { text: t('outbox.next.sign-in'), signIn: to }
  if (problem?.code === 'another-person') {
    if (label?.officer !== undefined)
      return { text: t('outbox.next.officer', { name: label.officer }), signIn: to }
    return {
      text: t(actor?.startsWith('officer:') ? 'outbox.next.colleague' : 'outbox.next.other'),
      signIn: to,
    }
  }
  if (!online || problem?.code === 'offline') return { text: t('outbox.next.offline') }
  if (problem?.code === 'intercepted') return { text: t('outbox.next.intercepted') }
  if (problem?.code === 'disk-low') return { text: t('outbox.next.room') }
  return { text: t(problem ? 'outbox.next.again' : 'outbox.next.soon') }
}

/** Whether it waits for somebody else, or nobody yet, to sign in: sending now would not send it. */
export const waitsForSomebody = ({ problem }: OutboxEntry): boolean =>
  problem?.code === 'another-person' || problem?.code === 'sign-in-needed'
