import { sourceIds, type SourceId } from '../verification/sources.ts'
import type { Authorisation } from './authorisation.ts'
import type { ConsentKind, ConsentParams } from './texts.ts'

const kinds = {
  applicant: 'authorisation',
  adult: 'adult-authorisation',
  'guardian-for': 'ward-authorisation',
} as const

/** Which wording is put before whom. */
export const kindFor = ({ role }: Pick<Authorisation, 'role'>): ConsentKind => kinds[role]

/** Catalogue key of a department as the wordings name it. */
export const departmentKey = (source: SourceId): string => `authorisation.department.${source}`

/** In the order in which departments are always named. */
export const inOrder = (departments: readonly SourceId[]): SourceId[] =>
  sourceIds.filter((source) => departments.includes(source))

type Asked = Pick<Authorisation, 'departments' | 'until'>
/** Names are masked, as they are wherever the text is read before anybody has said who they are. */
type Around = { centre: string; applicant: string; ward: string }

/** What fills the Chinese text of somebody's authorisation. Throws `RangeError` for a department without a name. */
export function paramsOf(
  { departments, until }: Asked,
  around: Around,
  chinese: Readonly<Record<string, string>>,
): ConsentParams {
  const [year = '', month = '', day = ''] = (until ?? '').split('-')
  const names = inOrder(departments).map((source) => {
    const name = chinese[departmentKey(source)]
    if (name === undefined) throw new RangeError(`${source} has no name`)
    return name
  })
  return {
    ...around,
    departments: names.join('、'),
    until: until === null ? '' : `${year}年${Number(month)}月${Number(day)}日`,
  }
}
