import type * as v from 'valibot'
import { stateOn } from '@yima/shared/consent/authorisation'
import type { answerByLink, answerOwn, ConsentAsked } from '@yima/shared/consent/contract'
import { maskName } from '@yima/shared/identity/name'
import { Problem } from '@yima/shared/problem'
import { hold } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import { countingDigits } from '../family/join.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { countTry } from '../identity/tries.ts'
import { changeConsents, getStored, sign, withdraw, type Act } from './change.ts'
import { getByLink } from './link.ts'
import { getOwn } from './own.ts'
import { toStored, type Stored } from './store.ts'
import { handsOf, mayAnswer, type Hands } from './whose.ts'
import { applicantOf, centreOf, versionFor } from './wording.ts'

type ByLink = v.InferOutput<typeof answerByLink>
type Answer = v.InferOutput<typeof answerOwn>['said']
type Answered = { state: ReturnType<typeof stateOn> }

/** Wrong tries a day of what tells that it is them: of ten thousand endings a link’s finder tries ten. */
const triesADay = 10
const dayMs = 86_400_000

/** What a link asks, with masked names: what it says to whoever found it. Throws `invalid-input` on `token`, `too-many`. */
export const lookAtConsent = (
  deps: Deps,
  network: string,
  token: string,
  resident: ResidentSession | undefined,
): Promise<ConsentAsked> =>
  countingDigits(deps, network, token, () =>
    inTransaction(deps.db, async (tx) => {
      const row = await getByLink(tx, deps, token)
      const held = await hold(tx, deps, row.applicationId)
      const { state } = toStored(held.key, row)
      const today = deps.clock.today()
      const known = state.who.numberKnown ? 'last-four' : 'id-number'
      return {
        role: state.role,
        departments: [...state.departments],
        until: state.until,
        state: stateOn(state, today),
        signedOn: state.signedOn,
        version: state.version ?? versionFor(state, today),
        name: maskName(state.who.name),
        applicant: maskName(applicantOf(deps, held).name),
        centre: await centreOf(tx, held.row.countyCode),
        proof: mayAnswer(await handsOf(tx, deps, resident), { role: state.role, index: row.numberIndex })
          ? 'signed-in'
          : known,
      }
    }),
  )

const wrong = (field: 'lastFour' | 'idNumber', code: string): Problem =>
  new Problem('invalid-input', [{ field, code }])

/** Whoever answers knows the number that it is about, or says it where nobody does. */
function requireNumber({ detail }: Stored, { lastFour, idNumber }: ByLink): void {
  if (detail.idNumber === null) {
    if (idNumber === undefined) throw wrong('idNumber', 'id-empty')
    return
  }
  const typed = lastFour ?? idNumber?.slice(-4)
  if (typed === undefined) throw wrong('lastFour', 'last-four')
  if (typed !== detail.idNumber.slice(-4)) throw wrong('lastFour', 'consent-last-four')
}

/** What they say, carried out. */
async function say(
  act: Act,
  id: string,
  said: Answer,
  how: { sure: boolean; hands: Hands; idNumber?: string | undefined },
) {
  switch (said.answer) {
    case 'sign': {
      const certainty = how.sure ? 'seen' : 'claimed'
      // A guardian who is known signs under the name that was proven, whatever was typed.
      const isWards = getStored(act, id).state.role === 'guardian-for'
      const signer = how.sure && isWards ? how.hands.name : said.signer
      return sign(act, id, { ...said, signer, method: 'own-phone', certainty, idNumber: how.idNumber })
    }
    case 'refuse':
      return void act.consents.command({ type: 'refuse', id, reason: '' }, act.as)
    case 'withdraw':
      return withdraw(act, id, '')
    case 'own-to':
      if (!how.sure) throw new Problem('not-found')
      return void act.consents.command({ type: 'see', id }, act.as)
    default:
      return said satisfies never
  }
}

const answered = ({ consents, deps }: Act, id: string): Answered => ({
  state: stateOn(getStored({ consents }, id).state, deps.clock.today()),
})

/**
 * Signs, refuses or takes back by the link. Who answers knows the last four of the number that it is about, or is signed in
 * as whoever is proven to have it. Throws `invalid-input`, `too-many`, `not-allowed-now`.
 */
export const answerConsent = (
  deps: Deps,
  once: Once,
  network: string,
  body: ByLink,
  resident: ResidentSession | undefined,
): Promise<Answered> =>
  countingDigits(deps, network, body.token, async () => {
    await spendTry(deps, body)
    return inTransaction(deps.db, async (tx) => {
      const row = await getByLink(tx, deps, body.token)
      const hands = await handsOf(tx, deps, resident)
      const by = () => ({ actor: { kind: 'resident', id: row.id }, as: 'person' }) as const
      const state = await changeConsents(tx, deps, row.applicationId, by, async (act) => {
        const { role } = getStored(act, row.id).state
        const sure = mayAnswer(hands, { role, index: row.numberIndex })
        if (!sure) requireNumber(getStored(act, row.id), body)
        await say(act, row.id, body.said, { sure, hands, idNumber: body.idNumber })
        return answered(act, row.id)
      })
      await remember(tx, once, deps.clock.now(), 200, state)
      return state
    })
  })

/** In a transaction of its own: a wrong try is not undone with what was refused. */
const spendTry = (deps: Deps, { token, lastFour, idNumber }: ByLink): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    // A whole number tells as much as its ending.
    if (lastFour === undefined && idNumber === undefined) return
    const { id } = await getByLink(tx, deps, token)
    const field = { field: 'lastFour', code: 'last-four' }
    await countTry(tx, deps, { purpose: 'consent-try', value: id, spanMs: dayMs, most: triesADay, ...field })
  })

/** The same of one’s own, signed in. Throws `not-found` for another’s as for none. */
export const answerOwnConsent = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  said: Answer,
): Promise<Answered> =>
  inTransaction(deps.db, async (tx) => {
    const { applicationId, as, hands } = await getOwn(tx, deps, resident, id, said.answer)
    const by = () => ({ actor: { kind: 'resident', id }, as }) as const
    const state = await changeConsents(tx, deps, applicationId, by, async (act) => {
      await say(act, id, said, { sure: resident.level === 'proven', hands })
      return answered(act, id)
    })
    await remember(tx, once, deps.clock.now(), 200, state)
    return state
  })
