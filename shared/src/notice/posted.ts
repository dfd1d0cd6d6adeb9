import { maskName, normaliseName } from '../identity/name.ts'
import type { AmountKind } from '../policy/programme.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'
import { isPrivate } from './private.ts'
import type { NoticeKind, Posted } from './contract.ts'

/** What of a claim a notice may be made of; everything else of it never comes near one. */
export type Postable = {
  programme: ProgrammeId
  name: string
  /** Everybody it is for, where the rules count a household. */
  persons: number
  fen: number | null
  kind: AmountKind
  /** Whether help came for something sudden; null where nobody said so. */
  emergency: boolean | null
}

/** Dangers of which a neighbour must learn nothing, whatever help follows. */
const hushed: readonly string[] = ['violence', 'child', 'suicide']

/** Whether somebody is a child, as far as that is known. */
export type AgeGroup = 'minor' | 'grown' | 'unknown'

/** Given to one person alone, who may well be a child without papers. */
const ofAnyAge: readonly ProgrammeId[] = ['tekun']

/** Whether something is known of a family of which neighbours must learn nothing. */
export const isHushed = (dangers: readonly string[]): boolean => dangers.some((danger) => hushed.includes(danger))

/**
 * Whether anything of such a claim is ever posted (domain §7): nothing of children, nor of who may be one, of what the rules
 * post nothing of (orphans, legal and judicial aid, homeless people), or of whom somebody threatens.
 */
export function isPosted({ programme, age, dangers }: { programme: ProgrammeId; age: AgeGroup; dangers: readonly string[] }): boolean {
  if (programmes[programme].process.notice.kind === 'none' || age === 'minor' || isHushed(dangers)) return false
  return age === 'grown' || !ofAnyAge.includes(programme)
}

/** Under which heading a village reads it before the decision. */
export function kindOf(programme: ProgrammeId): Extract<NoticeKind, 'review' | 'temporary' | 'school'> {
  const { notice } = programmes[programme].process
  return notice.kind === 'none' ? 'review' : notice.kind
}

/** Whether whoever receives it stays on the board as long as it is paid. */
export function staysPosted(programme: ProgrammeId): boolean {
  const { notice } = programmes[programme].process
  return notice.kind !== 'none' && notice.then === 'long-term'
}

const letters = /^[\p{L}\p{M}\p{Co}·• .'’-]+$/u

/**
 * A name as neighbours know it and strangers do not: `张*兰`, `李*`, `欧阳*`; of one in parts the first letter (`阿*`). What is no
 * name, such as a number typed into its field, is all masked.
 */
export function mask(name: string): string {
  const value = normaliseName(name)
  if (!letters.test(value)) return '*'
  const isHan = /^\p{Script=Han}+$/u.test(value)
  return isHan ? maskName(value).replace(/\*{3,}/, '**') : value.length < 2 ? '*' : `${(/\p{L}\p{M}*|\p{Co}/u.exec(value) ?? [''])[0]}*`
}

const paid: Partial<Record<AmountKind, 'monthly' | 'yearly' | 'once'>> = { monthly: 'monthly', yearly: 'yearly', once: 'once' }

function amountOf({ fen, kind }: Pick<Postable, 'fen' | 'kind'>): Posted['amount'] {
  const per = paid[kind]
  return fen === null || per === undefined ? null : { yuan: fen / 100, per }
}

function causeOf({ programme, emergency }: Pick<Postable, 'programme' | 'emergency'>): Posted['cause'] {
  if (kindOf(programme) !== 'temporary') return null
  return emergency === null ? 'other' : emergency ? 'emergency' : 'expense'
}

/** The line of a notice before the decision. Nothing stands in it but what is named here. */
export const postedOf = (claim: Postable): Posted =>
  guarded({
    name: mask(claim.name),
    programme: claim.programme,
    persons: programmes[claim.programme].unit === 'household' ? claim.persons : null,
    amount: amountOf(claim),
    cause: causeOf(claim),
    relative: null,
    change: null,
    since: null,
  })

/** Of whoever receives it: since which month. */
export const receiving = (posted: Posted, since: string): Posted => guarded({ ...posted, cause: null, since: since.slice(0, 7) })

/** Of a change: what changed. */
export const changed = (posted: Posted, change: NonNullable<Posted['change']>): Posted => guarded({ ...posted, cause: null, change })

/** Of an officer's relative: the post and what they are to each other, and no sum. */
export const related = (posted: Posted, relative: NonNullable<Posted['relative']>): Posted =>
  guarded({ ...posted, persons: null, amount: null, cause: null, relative: { ...relative, post: isPrivate(relative.post) ? '' : relative.post } })

/** The last look before anything is posted: what came into a text and is nobody else's business is taken out of it. */
function guarded(posted: Posted): Posted {
  return isPrivate(posted.name) ? { ...posted, name: '*' } : posted
}
