import { allSign } from '../consent/people.ts'
import { days, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { done, give, said, type Asked } from '../process/asked.ts'
import { found, poor } from './found.ts'

/** The way of an accepted claim of a poor family of 稻香镇 to the decision that gives it; whoever has not signed does. */
export async function granted(office: Office, claim: Asked): Promise<void> {
  const by = (name: string) => office.officerDevice(name)
  const he = await by('何文静')
  await allSign(he, claim.id)
  // Departments have tests of their own: here somebody of the county exempts from the check.
  await done(give(await by('潘莉'), claim, { ...said, type: 'skip', step: 'verification' }))
  const companions = [await idOf(office, '刘小勤')]
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  await done(give(await by('谭志远'), claim, { ...said, type: 'propose', opinion: 'confirm' }))
  await done(give(he, claim, { ...said, type: 'post-notice' }))
  office.clock.goOn(days(8))
  await office.watch()
  await found(office, claim.id, poor)
  await done(give(await by('周立新'), claim, { ...said, type: 'confirm' }))
}
