import { createECDH } from 'node:crypto'
import { bech32 } from '@scure/base'
import { Encrypter, identityToRecipient } from 'age-encryption'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { headsOf, isSupervising } from '@yima/shared/complaint/exclusion'
import { keyEvents, readerKeyText } from '@yima/shared/complaint/keys'
import type { Officer, Unit } from '@yima/shared/organisation/organisation'
import { Problem } from '@yima/shared/problem'
import { signKeyFrom, signWith } from '../code/sign-key.ts'
import { officeKey, readerKey } from '../complaint/key-table.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { loadOrganisation } from '../organisation/load.ts'
import { record, turn } from '../organisation/record.ts'
import { requireWork } from '../work/reach.ts'

/*
 * In a demonstration everybody can be anybody, in any browser: the keys of its supervisors follow from the key of look-ups
 * and are handed to whoever opens a desk. In real work they are made on the devices, and no server ever has them.
 */

const seedOf = ({ vault }: Pick<Deps, 'vault'>, what: string, id: string): Buffer => vault.index(`demo-${what}`, id)

const identityOf = (deps: Pick<Deps, 'vault'>, officerId: string): string =>
  bech32.encodeFromBytes('AGE-SECRET-KEY-', seedOf(deps, 'reader-key', officerId)).toUpperCase()

/** The point of a P-256 secret, uncompressed. */
function pointOf(secret: Buffer): Buffer {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(secret)
  return pair.getPublicKey()
}

type Office = { unit: Unit; head: Officer; members: Officer[] }

/** The key of an office and of everybody in it, as their devices would have sent them. */
async function keysOf(deps: Pick<Deps, 'vault' | 'clock' | 'config'>, { unit, head, members }: Office) {
  const secret = seedOf(deps, 'office-key', unit.id)
  const [id, madeOn, countyCode] = [uuidv7(), deps.clock.today(), deps.config.countyCode]
  const key = signKeyFrom(secret)
  const readers = members.map(async ({ id: officerId }): Promise<typeof readerKey.$inferInsert> => {
    const recipient = await identityToRecipient(identityOf(deps, officerId))
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    const file = Buffer.from(await encrypter.encrypt(new Uint8Array(secret))).toString('base64url')
    const signature = signWith(key, readerKeyText({ unitId: unit.id, officerId, recipient }))
    return {
      ...{ id: uuidv7(), countyCode, officeKeyId: id, officerId, recipient, signature, signedBy: head.id },
      ...{ file, madeOn },
    }
  })
  const publicKey = pointOf(secret).toString('base64url')
  return {
    office: { id, countyCode, unitId: unit.id, publicKey, madeBy: head.id, madeOn },
    readers: await Promise.all(readers),
  }
}

/** Keys of all supervising offices in which somebody works, once. */
export async function loadDemoKeys(deps: Deps): Promise<void> {
  const [found] = await deps.db.select({ id: officeKey.id }).from(officeKey).limit(1)
  if (found) return
  const organisation = await loadOrganisation(deps.db, deps.config.countyCode)
  const offices = Object.values(organisation.units).flatMap((unit): Office[] => {
    const [head] = headsOf(organisation, unit.id)
    if (!isSupervising(unit) || !head) return []
    return [{ unit, head, members: Object.values(organisation.officers).filter(({ unitId }) => unitId === unit.id) }]
  })
  const made = await Promise.all(offices.map((office) => keysOf(deps, office)))
  await inTransaction(deps.db, async (tx) => {
    await turn(tx, deps.config.countyCode)
    for (const { office, readers } of made) {
      await tx.insert(officeKey).values(office)
      await tx.insert(readerKey).values(readers)
      const subject = office.unitId
      await record(tx, { countyCode: office.countyCode, actorId: office.madeBy, at: deps.clock.now() }, [
        { event: { type: keyEvents[0], id: office.id, key: office.publicKey }, subject },
        ...readers.map(({ id }) => ({ event: { type: keyEvents[2], id }, subject })),
      ])
    }
  })
}

/** The secret of a demonstration's supervisor, for the own browser; not found where the desk has made one of its own. */
export async function demoReaderKey(deps: Deps, officer: OfficerSession['officer']): Promise<string> {
  requireWork(officer, 'read-complaint')
  const { id: officerId } = officer
  const identity = identityOf(deps, officerId)
  const rows = await deps.db
    .select({ id: readerKey.id })
    .from(readerKey)
    .where(
      and(
        eq(readerKey.officerId, officerId),
        isNull(readerKey.endedOn),
        inArray(readerKey.recipient, [await identityToRecipient(identity)]),
      ),
    )
  if (rows.length === 0) throw new Problem('not-found')
  return identity
}
