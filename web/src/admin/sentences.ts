import type { OfficerRole } from '@yima/shared/access/actor'
import type { RelativeView } from '@yima/shared/organisation/contract'
import type { Change } from '@yima/shared/organisation/organisation'
import { ProblemError } from '../app/problem-error.ts'
import { dayText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'
import type { Organised } from './useOrganisation.ts'

export const roleText = (role: OfficerRole): string => t(`admin.role.${role}`)

/** Why something is refused, by the decider's code. */
export const refusalText = (code: string): string =>
  findText(`admin.refused.${code}`) ?? findText(`problem.field.${code}`) ?? t('admin.refused.other')

/** What a failed request says to people. */
export function errorText(error: unknown): string {
  if (!(error instanceof ProblemError)) return t('common.problem.malformed')
  const [first] = error.errors
  return first ? refusalText(first.code) : error.title
}

/** A change in one sentence, as somebody who must answer for it reads it. */
export function changeText(change: Change, { nameOf, placeOf, unitOf, officer }: Organised): string {
  switch (change.type) {
    case 'add-region':
    case 'rename-region':
      return t(`admin.change.${change.type}`, { name: change.name, before: placeOf(change.code) })
    case 'close-region':
      return t('admin.change.close-region', { name: placeOf(change.code) })
    case 'add-unit':
      return t('admin.change.add-unit', { name: change.name, place: placeOf(change.regionCode) })
    case 'change-unit':
    case 'close-unit':
      return t(`admin.change.${change.type}`, { name: unitOf(change.id) })
    case 'add-officer':
      return t('admin.change.add-officer', {
        name: change.name,
        post: change.post,
        role: roleText(change.role),
        unit: unitOf(change.unitId),
      })
    case 'change-officer': {
      const before = officer(change.id)
      const what = (['role', 'unitId', 'regionCode', 'manager', 'post', 'name'] as const)
        .filter((field) => before?.[field] !== change[field])
        .map((field) => partText(field, change, { nameOf, placeOf, unitOf }))
      const said = [...what, ...(change.newPhone ? [t('admin.part.phone', { end: change.newPhone })] : [])].join(t('admin.part.join'))
      return t('admin.change.change-officer', { name: before?.name ?? change.name, what: said || t('admin.part.same') })
    }
    case 'end-officer':
    case 'reactivate-officer':
      return t(`admin.change.${change.type}`, { name: nameOf(change.id) })
    case 'set-absence': {
      const days = { name: nameOf(change.officerId), from: dayText(change.from), to: dayText(change.to) }
      return change.deputy === null
        ? t('admin.change.set-absence', days)
        : t('admin.change.set-absence.deputy', { ...days, deputy: nameOf(change.deputy) })
    }
    case 'end-absence':
      return t('admin.change.end-absence')
    case 'set-duty':
      return t(change.officerId === null ? 'admin.change.set-duty.nobody' : 'admin.change.set-duty', {
        unit: unitOf(change.unitId),
        name: nameOf(change.officerId),
        from: dayText(change.from),
        to: dayText(change.to),
      })
    case 'add-relative':
      return t('admin.change.add-relative', {
        name: nameOf(change.officerId),
        kinship: t(`admin.kinship.${change.kinship}`),
      })
    case 'end-relative':
      return t('admin.change.end-relative', { name: nameOf(change.officerId) })
    default:
      return change satisfies never
  }
}

function partText(
  field: 'role' | 'unitId' | 'regionCode' | 'manager' | 'post' | 'name',
  change: Extract<Change, { type: 'change-officer' }>,
  { nameOf, placeOf, unitOf }: Pick<Organised, 'nameOf' | 'placeOf' | 'unitOf'>,
): string {
  const values = {
    role: () => roleText(change.role),
    unitId: () => unitOf(change.unitId),
    regionCode: () => placeOf(change.regionCode),
    manager: () => (change.manager === null ? t('admin.nobody') : nameOf(change.manager)),
    post: () => change.post,
    name: () => change.name,
  }
  return t(`admin.part.${field}`, { value: values[field]() })
}

/** Who said that somebody is related, and whether it holds. */
export function relativeText({ kinship: how, by, declaredOn, waits }: RelativeView): string {
  const kinship = t(`admin.kinship.${how}`)
  return waits
    ? t('admin.relative.waits', { kinship })
    : t(`admin.relative.by.${by}`, { kinship, day: dayText(declaredOn) })
}
