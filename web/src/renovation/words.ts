import type { PicturePair, RenovationView } from '@yima/shared/renovation/contract'
import { yuanText } from '../app/formats.ts'

export const moneyText = (fen: number): string => yuanText(fen / 100)

/** The last picture from a place, and its day: the next one is taken as that was. */
export const lastOf = ({ before, since, after, on }: PicturePair): { picture: string; on: string } =>
  after !== null && on !== null ? { picture: after, on } : { picture: before, on: since }

/** Whether this officer has such an act here at all, and why not now; undefined where it is not theirs. */
export const findAct = ({ acts }: Pick<RenovationView, 'acts'>, type: RenovationView['acts'][number]['type']) =>
  acts.find((one) => one.type === type)
