import { occasionMinutes, type ShownScope } from '../window/occasion.ts'
import { whyNotTaken, writableUntil } from '../window/filing.ts'

/** Minutes after which a matter that was opened with its slip is closed by itself: as long as any visit to a window. */
export const assistMinutes = occasionMinutes

/** What somebody without a phone does through a worker's. Each of them the owner could do alone, signed in. */
export const assistActs = [
  'papers', 'urge', 'withdraw', 'correct', 'contest', 'recheck', 'reappraise', 'question', 'hear',
] as const
export type AssistAct = (typeof assistActs)[number]

/**
 * Acts that change what is decided, or from which days run: a worker's word that he wanted it is not enough. To send
 * what the office asked for, to hurry it and to ask who looked can harm nobody.
 */
export const signedActs: readonly AssistAct[] = ['withdraw', 'correct', 'contest', 'recheck', 'reappraise', 'hear']

/** Milliseconds. */
export type AssistState = { officer: string; openedAt: number; endsAt: number; closedAt: number | null }

const visitOf = ({ openedAt, closedAt }: AssistState) => ({ openedAt, closedAt, closedBy: 'officer' as const })

/** Whether anything of it is shown at this moment, and to whom. */
export const maySee = (state: AssistState, officer: string, now: number): boolean =>
  state.officer === officer && state.closedAt === null && now < state.endsAt

/** The last moment at which something may be written down with the person beside one. */
export const writableTo = (state: AssistState): number => writableUntil(visitOf(state))

/** How somebody was known: by the slip and its four digits, by their card at a window, or because it was written for them. */
export const assistWays = ['slip', 'card', 'written'] as const

export const assistRefusalCodes = ['over', 'came-too-late', 'yes-needed', 'own-writing', 'not-by-card', 'not-given'] as const
export type AssistRefusalCode = (typeof assistRefusalCodes)[number]

/**
 * Why a slip alone opens nothing. Whoever wrote the application down knows its number and the four digits by heart: that its
 * owner stands there, somebody else has to say, or the card.
 */
export const whyNotOpen = ({ wrote, beside }: { wrote: boolean; beside: boolean }): AssistRefusalCode | undefined =>
  wrote && !beside ? 'own-writing' : undefined

/** Why an occasion at a window opens no matter: it is over, was opened by no card, or its owner did not give their applications. */
export function whyNotByOccasion(
  { way, given, goesOn }: { way: string; given: readonly ShownScope[]; goesOn: boolean },
): AssistRefusalCode | undefined {
  if (!goesOn) return 'over'
  if (way !== 'card') return 'not-by-card'
  return given.includes('applications') ? undefined : 'not-given'
}

type Done = { type: AssistAct; agreed: boolean; writtenAt: number; now: number }

/**
 * Why an act is not taken: not written while the person stood there, days too late, or without a hand or a witness where
 * one is needed. Undefined where it is taken; whether the matter itself allows it, its own table says as for its owner.
 */
export function whyNotAct(state: AssistState, { type, agreed, writtenAt, now }: Done): AssistRefusalCode | undefined {
  if (signedActs.includes(type) && !agreed) return 'yes-needed'
  return whyNotTaken(visitOf(state), { writtenAt, now })
}
