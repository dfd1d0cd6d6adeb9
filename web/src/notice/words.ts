import type { CountedDays, NoticeLine } from '@yima/shared/notice/contract'
import { dayText, monthText, yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'

const day = (date: string): string => dayText(date, { weekday: false })

export const amountText = ({ yuan, per }: NonNullable<NoticeLine['amount']>): string => t(`notice.amount.${per}`, { yuan: yuanText(yuan) })

/** Before the decision it is proposed, afterwards given. */
export const isProposed = ({ kind }: NoticeLine): boolean => kind === 'review' || kind === 'temporary' || kind === 'school'

/** Whose relative somebody is: the post of an officer, never the name. */
export const relativeText = ({ post, kinship }: NonNullable<NoticeLine['relative']>): string =>
  t('notice.relative.of', { post: post || t('notice.relative.someone'), kinship: findText(`notice.kinship.${kinship}`) ?? t('notice.kinship.other') })

/** What a line says besides name and programme. */
export function factsOf(line: NoticeLine): { name: string; value: string }[] {
  const { persons, amount, cause, relative, since, change } = line
  return [
    ...(persons === null ? [] : [{ name: t('notice.persons'), value: t('notice.persons.count', { count: persons }) }]),
    ...(cause === null ? [] : [{ name: t('notice.cause'), value: t(`notice.cause.${cause}`) }]),
    ...(amount === null ? [] : [{ name: t(isProposed(line) ? 'notice.amount.proposed' : 'notice.amount.given'), value: amountText(amount) }]),
    ...(since === null ? [] : [{ name: t(change === 'ended' ? 'notice.since.ended' : 'notice.since'), value: monthText(since) }]),
    ...(relative === null ? [] : [{ name: t('notice.relative'), value: relativeText(relative) }]),
  ]
}

/** How many days have counted, and how many have to. */
export const countedText = ({ counted, needed }: CountedDays): string => t('notice.days', { counted, needed })
/** From when to when, as things stand. */
export const periodText = ({ from, to }: CountedDays): string => t('notice.days.period', { from: day(from), to: dayText(to) })
/** Why it ends later than it was to; undefined where nothing was missed. */
export const movedText = ({ missed }: CountedDays): string | undefined =>
  missed === 0 ? undefined : t('notice.days.moved', { count: missed })
