/** How somebody said yes: to whoever stands there, on the telephone, on paper, or through a guardian. */
export const ways = ['in-person', 'phone', 'written', 'guardian'] as const
export type Way = (typeof ways)[number]
