import type { OfficerView } from '@yima/shared/identity/contract'
import { mayDo } from './desk.ts'

export type Office = { unit: string; staffing: 'county' | 'full' | 'single'; officers: OfficerView[] }

/** Where one signs in: each place shows those who have work there. */
export type Place = 'desk' | 'administration' | 'oversight'

/** Where the page at this path is. */
export function placeOf(path: string): Place {
  if (path.startsWith('/admin')) return 'administration'
  return path.startsWith('/oversight') ? 'oversight' : 'desk'
}

/** Roles for which there is something to do at a desk, or at a door. */
const working = ['clerk', 'leader', 'county-officer', 'village-worker', 'duty-officer']
/** What is done in the other places. */
const workOf = { administration: 'see-organisation', oversight: 'answer-access-question' } as const

const ofCounty = ({ officers }: { officers: OfficerView[] }): boolean =>
  officers.some(({ role }) => role === 'county-officer')

function staffingOf(officers: OfficerView[]): Office['staffing'] {
  if (ofCounty({ officers })) return 'county'
  return officers.filter(({ role }) => role === 'clerk').length > 1 ? 'full' : 'single'
}

const matches = ({ name, post, unit, region }: OfficerView, typed: string): boolean =>
  [name, post, unit, region].some((text) => text.toLowerCase().includes(typed))

/** A leader of the county has no desk, one of a township no say in the organisation. */
function isAt(place: Place, officer: OfficerView, officers: readonly OfficerView[]): boolean {
  if (place !== 'desk') return mayDo(officer, workOf[place])
  const isCountys = ofCounty({ officers: officers.filter(({ unit }) => unit === officer.unit) })
  return working.includes(officer.role) && !(officer.role === 'leader' && isCountys)
}

/** Where an office stands: townships' first, those who look on from above last. */
const rankOf = (officers: OfficerView[]): number =>
  ofCounty({ officers }) ? 0 : ['county', 'city', 'province'].indexOf(officers[0]?.level ?? '')

/** Those who can work here, by office, from below; only who matches what was typed. */
export function officesOf(officers: readonly OfficerView[], typed: string, place: Place = 'desk'): Office[] {
  const all = officers.filter((one) => isAt(place, one, officers))
  const words = typed.normalize('NFKC').trim().toLowerCase()
  return [...new Set(all.map(({ unit }) => unit))]
    .map((unit) => all.filter((one) => one.unit === unit))
    .sort((one, other) => rankOf(one) - rankOf(other))
    .map((members) => ({
      unit: members[0]?.unit ?? '',
      staffing: staffingOf(officers.filter(({ unit }) => unit === members[0]?.unit)),
      officers: members.filter((member) => words === '' || matches(member, words)),
    }))
    .filter((office) => office.officers.length > 0)
}
