import type { OfficerView } from '@yima/shared/identity/contract'

export type Office = { unit: string; staffing: 'county' | 'full' | 'single'; officers: OfficerView[] }

/** Roles for which there is something to do here today; the others have no page yet. */
const working = ['clerk', 'leader', 'county-officer']

const ofCounty = ({ officers }: { officers: OfficerView[] }): boolean =>
  officers.some(({ role }) => role === 'county-officer')

function staffingOf(officers: OfficerView[]): Office['staffing'] {
  if (ofCounty({ officers })) return 'county'
  return officers.filter(({ role }) => role === 'clerk').length > 1 ? 'full' : 'single'
}

const matches = ({ name, post, unit, region }: OfficerView, typed: string): boolean =>
  [name, post, unit, region].some((text) => text.toLowerCase().includes(typed))

/** Those who can work here, by office, townships first; only who matches what was typed. */
export function officesOf(officers: readonly OfficerView[], typed: string): Office[] {
  const all = officers.filter(({ role }) => working.includes(role))
  const words = typed.normalize('NFKC').trim().toLowerCase()
  return [...new Set(all.map(({ unit }) => unit))]
    .map((unit) => all.filter((one) => one.unit === unit))
    .sort((one, other) => Number(ofCounty({ officers: one })) - Number(ofCounty({ officers: other })))
    .map((members) => ({
      unit: members[0]?.unit ?? '',
      staffing: staffingOf(members),
      officers: members.filter((member) => words === '' || matches(member, words)),
    }))
    .filter((office) => office.officers.length > 0)
}
