import type { NoticeKind } from '@yima/shared/notice/contract'

/** What a village reads under one heading: whatever hangs before a decision stands together. */
export const kindsOf = {
  now: ['review', 'temporary', 'school'],
  change: ['change'],
  standing: ['long-term'],
  relatives: ['relatives'],
} as const satisfies Record<string, readonly NoticeKind[]>

export type Segment = keyof typeof kindsOf
export const segments = Object.keys(kindsOf) as Segment[]

/** How many lines stand under a heading. */
export const countOf = (counts: Partial<Record<NoticeKind, number>>, segment: Segment): number =>
  kindsOf[segment].reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)

/** Every kind, as they are known on paper. */
export const allKinds: readonly NoticeKind[] = segments.flatMap((segment): readonly NoticeKind[] => kindsOf[segment])
