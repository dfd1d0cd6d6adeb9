import type { CardLossView, NamesakeCards } from '@yima/shared/code/loss'
import { dayText } from '../app/formats.ts'
import { t } from '../app/text.ts'

type Named = CardLossView | NamesakeCards['cards'][number]

/** What tells the card of one namesake from another's, or the record of somebody who never had one. */
export const namesakeText = ({ issuedOn, lastFour }: Named): string =>
  lastFour === null
    ? t('code.lost.option.record', { date: dayText(issuedOn) })
    : t('code.lost.option', { date: dayText(issuedOn), four: lastFour })
