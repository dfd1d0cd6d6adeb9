import type { Context } from 'hono'
import type { Said, Submission } from '@yima/shared/application/contract'
import type { ConsentHere } from '@yima/shared/window/contract'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Env, Once } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { findResident } from '../identity/session.ts'
import type { person } from '../identity/table.ts'
import { actFor, noteAct } from './acting.ts'
import { bothNames } from './names.ts'

/** A yes before an officer's eyes: signed on the officer's phone, or before a witness by somebody who cannot sign. */
export type AgreedHere = Exclude<ConsentHere, { method: 'at-visit' }> & { seenBy: string }

/** Whoever signs for another: 代某某, by a mandate or as a guardian. */
export type Signer = { name: string; forName: string; as: 'helper' | 'guardian'; right: string }

/** What an application in another's place is filed under: that person's record, and who really filed it. */
export type Behalf = {
  actor: { kind: 'resident' | 'officer'; id: string } | { kind: 'system'; id: null }
  /** Both names, as the trail keeps them. */
  names: Record<string, unknown>
  /** Who is told to the person as having applied for them; undefined where nobody has to be told. */
  helper?: string
  /** Who signed in the person's place, by which right. */
  signer?: Signer
  /** How the person agreed where an officer saw it; undefined where it is as on the road. */
  agreed?: AgreedHere
  /** What else is written in the transaction of the application; throws where the right has ended meanwhile. */
  note: (tx: Transaction, once: Once, receiptNumber: string, application: { id: string; countyCode: string }) => Promise<void>
  /**
   * In the place of the device, where no telephone is known: what a worker wrote down for several people on one phone is
   * nobody else's, and never the worker's own.
   */
  apart?: string
  /** Of whoever is known; nothing of somebody who is written down for the first time. */
  columns?: Pick<
    typeof person.$inferSelect,
    | 'pairIndex'
    | 'idIndex'
    | 'idCipher'
    | 'phoneIndex'
    | 'phoneCipher'
    | 'phoneConfirmed'
    | 'nameCipher'
    | 'identityId'
    | 'level'
  >
}

/**
 * The person as the offices know them: nothing of it is typed. Four digits of one's own choice where they have no ID
 * number; throws `invalid-input` for `chosenFour` where those are missing.
 */
export function knownApplicant(
  { vault }: Pick<Deps, 'vault'>,
  { record, numberKind }: Identity,
  chosenFour: string | undefined,
): Submission['applicant'] {
  const name = vault.openField(record.nameCipher)
  if (numberKind === 'id-number' && record.idCipher)
    return { identity: 'id-number', name, idNumber: vault.openField(record.idCipher) }
  if (chosenFour === undefined)
    throw new Problem('invalid-input', [{ field: 'chosenFour', code: 'last-four' }])
  return { identity: 'no-id-number', name, chosenFour }
}

/**
 * What is handed in, and under whom. In another's place what was typed of the applicant counts for nothing: a helper
 * files under the record of whoever asked for help. Throws `sign-in-needed`, `not-found` as `actFor` does, and
 * `invalid-input` where nobody is named.
 */
export async function inWhosePlace(
  c: Context<Env>,
  deps: Deps,
  said: Said,
): Promise<{ body: Submission; behalf?: Behalf }> {
  const { applicant } = said
  if (said.onBehalfOf === undefined) {
    if (applicant.identity === 'known')
      throw new Problem('invalid-input', [{ field: 'applicant.name', code: 'name-empty' }])
    return { body: { ...said, applicant } }
  }
  const { other, ...behalf } = await findBehalf(c, deps, said.onBehalfOf)
  const chosenFour = applicant.identity === 'id-number' ? undefined : applicant.chosenFour
  return { body: { ...said, applicant: knownApplicant(deps, other, chosenFour) }, behalf }
}

async function findBehalf(c: Context<Env>, deps: Deps, who: string): Promise<Behalf & { other: Identity }> {
  const resident = await findResident(c, deps)
  if (!resident) throw new Problem('sign-in-needed')
  const { acting } = await actFor(deps, resident, who, ['apply'])
  const other = await findIdentity(deps.db, deps, acting.person)
  if (!other) throw new Problem('not-found')
  const { as, by, forName, id: right } = acting
  return {
    other,
    actor: { kind: 'resident', id: acting.actor },
    ...(as === 'helper' ? { helper: by } : {}),
    signer: { name: by, forName, as, right },
    names: bothNames(acting),
    note: (tx, once, receiptNumber) => noteAct(tx, deps, acting, once, receiptNumber),
    columns: columnsOf(other),
  }
}

/** The columns of a person's own record that an application in their place is filed under. */
export function columnsOf({ id, level, record }: Identity): NonNullable<Behalf['columns']> {
  const { idIndex, idCipher, phoneIndex, phoneCipher, phoneConfirmed, nameCipher, pairIndex } = record
  const phone = { phoneIndex, phoneCipher, phoneConfirmed }
  return { idIndex, idCipher, ...phone, nameCipher, pairIndex, identityId: id, level }
}
