import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Env } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { spentChallenge } from './sign-in-table.ts'

/** How long a ceremony may take: somebody may have to look for the phone that holds the passkey. */
const lasts = 10 * 60

type Sealed = { about: string; until: number }
type Place = Pick<Deps, 'vault' | 'clock'>

/** `Lax`: an identity service sends people back by a link, and with `Strict` they would come without it. */
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

/**
 * Gives this browser what a ceremony needs at its end, sealed: nobody but us reads or makes it, and nothing
 * is kept here for the many who begin and never come back.
 */
export function sealIntoCookie(c: Context<Env>, { vault, clock }: Place, name: string, about: object): void {
  const sealed = {
    about: JSON.stringify(about),
    until: clock.wall().getTime() + lasts * 1000,
  } satisfies Sealed
  const value = vault.sealField(JSON.stringify({ name, ...sealed })).toString('base64url')
  setCookie(c, `__Host-${name}`, value, { ...attributes, maxAge: lasts })
}

/** Takes it back, once: the browser is told to forget it. Undefined when there is none, or it is too old or forged. */
export function takeFromCookie<About>(
  c: Context<Env>,
  { vault, clock }: Place,
  name: string,
): (About & { until: Date }) | undefined {
  const value = getCookie(c, `__Host-${name}`)
  if (!value) return undefined
  deleteCookie(c, `__Host-${name}`, { path: '/', secure: true })
  try {
    const opened = JSON.parse(vault.openField(Buffer.from(value, 'base64url'))) as Sealed & { name: string }
    if (opened.name !== name || opened.until <= clock.wall().getTime()) return undefined
    return { ...(JSON.parse(opened.about) as About), until: new Date(opened.until) }
  } catch {
    return undefined // made by somebody else, or under a key that is gone
  }
}

/**
 * Uses up a challenge in the caller's transaction. A copied cookie with a copied answer comes in no second time.
 * @throws Problem `invalid-input` with `code` on `field`
 */
export async function spendChallenge(
  tx: Transaction,
  challenge: string,
  until: Date,
  { field, code }: { field: string; code: string },
): Promise<void> {
  const spent = await tx
    .insert(spentChallenge)
    .values({ challengeHash: sha256(challenge), expiresAt: until })
    .onConflictDoNothing()
    .returning({ hash: spentChallenge.challengeHash })
  if (spent.length === 0) throw new Problem('invalid-input', [{ field, code }])
}
