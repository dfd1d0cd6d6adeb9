import type { PlaceToday } from '@yima/shared/code/contract'
import type { Deps } from '../http/context.ts'
import { onDuty } from '../region/office.ts'
import { getPlace } from '../region/place.ts'
import { officer } from '../region/table.ts'
import { inArray } from 'drizzle-orm'

/** What works at a place today, for whoever scans its poster. No private telephone. Throws `not-found`. */
export async function placeTodayOf({ db, clock }: Deps, region: string): Promise<PlaceToday> {
  const place = await getPlace(db, region)
  const duty = await onDuty(db, region, clock.now())
  const ids = duty.map(({ officerId }) => officerId)
  const posts = ids.length
    ? await db.select({ id: officer.id, post: officer.post }).from(officer).where(inArray(officer.id, ids))
    : []
  return {
    code: place.code,
    name: place.name,
    path: place.path.filter(({ level }) => level === 'county' || level === 'town').map(({ name }) => name),
    office: place.office,
    onDuty: duty.map(({ name, unit, phone, officerId }) => ({
      ...{ name, office: unit, phone },
      post: posts.find(({ id }) => id === officerId)?.post ?? '',
    })),
    inside: place.children.map(({ code, name }) => ({ code, name })),
    today: clock.today(),
  }
}
