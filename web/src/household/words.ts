import type { AidLine, AidWarning, HouseholdFactLine } from '@yima/shared/household/contract'
import { dayText, monthText, yuanText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'

export const day = (date: string): string => dayText(date, { year: true, weekday: false })

/** Who says so: a department by its name, an officer by theirs. */
export function sourceText({ source, from }: Pick<HouseholdFactLine, 'source' | 'from'>): string {
  if (source === 'declared' || source === 'read') return t(`household.source.${source}`)
  const name = from === null ? '' : (findText(`authorisation.department.${from}`) ?? from)
  return t(`household.source.${source}`, { from: name })
}

/** What was decided, in figures; undefined where none belongs to it. */
export function amountText({ amount }: Pick<AidLine, 'amount'>): string | undefined {
  if (amount === null) return undefined
  const { yuan, per } = amount
  return per === 'monthly' || per === 'yearly' || per === 'once'
    ? t(`household.aid.amount.${per}`, { yuan: yuanText(yuan) })
    : undefined
}

/** When it was asked for and decided, how much it is, from which month on. */
export function aidText(line: AidLine): string {
  const { openedOn, decidedOn, from } = line
  return [
    t('household.aid.opened', { date: day(openedOn) }),
    ...(decidedOn === null ? [] : [t('household.aid.decided', { date: day(decidedOn) })]),
    ...[amountText(line)].filter((text) => text !== undefined),
    ...(from === null ? [] : [t('household.aid.from', { month: monthText(from) })]),
  ].join(t('household.join'))
}

/** From whom and since when, and what the rules say of both. */
export function warningText({ office, since, law, cleared }: AidWarning): string[] {
  const where =
    since === null
      ? t('household.warn.running', { office })
      : t('household.warn.since', { office, date: day(since) })
  const said = cleared
    ? [
        t('household.warn.cleared', {
          who: cleared.who.join(t('household.join')),
          date: day(cleared.on),
          reason: cleared.reason,
        }),
      ]
    : []
  return [where, t(`household.warn.${law}`), ...said]
}
