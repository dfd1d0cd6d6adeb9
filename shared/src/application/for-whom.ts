/** Whose hardship it is. Whoever speaks for somebody else only asks us to go and see. */
export const forWhom = ['self', 'family', 'neighbour'] as const
export type ForWhom = (typeof forWhom)[number]
