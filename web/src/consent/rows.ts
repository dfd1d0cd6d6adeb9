import type { ConsentRow } from '@yima/shared/consent/contract'
import { dayText } from '../app/formats.ts'
import { t } from '../app/text.ts'

type Shape = 'done' | 'turn' | 'no' | 'shut'
const shapes: Record<ConsentRow['state'], Shape> = {
  asked: 'turn',
  signed: 'done',
  refused: 'no',
  withdrawn: 'no',
  expired: 'shut',
  struck: 'shut',
}

/** How one of them stands, as the mark beside the name. */
export const shapeOf = ({ state }: Pick<ConsentRow, 'state'>): Shape => shapes[state]

/** The name, or what is known of whoever has none yet. */
export const nameOf = ({ name, role }: ConsentRow): string => {
  if (name === '') return t('signing.unnamed')
  return role === 'guardian-for' ? t('signing.ward.of', { name }) : name
}

/** Where it stands, in one sentence. */
export function stateText({ state, signedOn, endedOn, method, signer }: ConsentRow): string {
  const day = state === 'signed' ? signedOn : endedOn
  if (state === 'signed' && method && signer) return t('signing.row.signed-by', { name: signer, date: dayText(signedOn ?? '') })
  if (state === 'signed' && method) return t(`signing.row.${method}`, { date: dayText(signedOn ?? '') })
  return t(`signing.row.${state}`, { date: day ? dayText(day) : '' })
}
