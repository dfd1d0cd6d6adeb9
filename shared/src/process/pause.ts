import type { Process } from './process.ts'

/** The last day on which a pause counts, seen on this day: an objection keeps nobody waiting longer than it may. */
export const lastOf = ({ reason, until }: NonNullable<Process['paused']>, today: string): string =>
  reason === 'objection' && until !== undefined && until < today ? until : today
