import { randomUUID } from 'node:crypto'
import { hold } from '@yima/api/application/act'
import { inTransaction } from '@yima/api/db/transaction'
import { findDecision } from '@yima/api/decision/decide'
import { decision } from '@yima/api/decision/table'
import { seal } from '@yima/api/vault'
import { found, wealthy } from '../decision/found.ts'
import { days, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, done, give, said, type Asked } from '../process/asked.ts'

/** Somebody who was refused on the way that every claim goes. */
export async function refused(office: Office, born: string): Promise<Asked> {
  const by = (name: string) => office.officerDevice(name)
  const he = await by('何文静')
  const claim = await asked(office, born)
  await found(office, claim.id, wealthy)
  await done(accept(he, claim))
  await done(give(await by('潘莉'), claim, { ...said, type: 'skip', step: 'verification' }))
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions: [await idOf(office, '刘小勤')] }))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  await done(give(await by('谭志远'), claim, { ...said, type: 'propose', opinion: 'refuse' }))
  await done(give(await by('周立新'), claim, { ...said, type: 'refuse' }))
  return claim
}

/** Others of whom it was decided just so: with the same written decision, under their own keys. */
export async function decidedLike(office: Office, model: Asked, born: readonly string[]): Promise<Asked[]> {
  const all: Asked[] = []
  for (const one of born) {
    const claim = await asked(office, one)
    await inTransaction(office.deps.db, async (tx) => {
      const kept = await findDecision(tx, (await hold(tx, office.deps, model.id)).key, model.claimId)
      if (!kept) throw new Error('nothing was decided')
      const { stored, ...row } = kept
      const { key } = await hold(tx, office.deps, claim.id)
      await tx.insert(decision).values({ ...row, id: randomUUID(), applicationId: claim.id, claimId: claim.claimId, number: `2026-9${String(all.length).padStart(4, '0')}`, sealed: seal(key, stored) })
    })
    all.push(claim)
  }
  return all
}

/** Lives on until the list of the quarter was laid down and drawn. */
export async function drawn(office: Office): Promise<void> {
  await office.watch()
  office.clock.goOn(days(1))
  await office.watch()
  office.clock.goOn(days(1))
  await office.watch()
}
