import { ref, shallowRef } from 'vue'
import type { IssuedCard } from '@yima/shared/code/contract'
import { plainDigits } from '@yima/shared/identity/digits'
import { refusedField } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { nobodyTyped, readPerson, refusedPerson, seenLack, type PersonLacks } from '../identity/papers.ts'
import { issueCard, revokeCard, unlockCard, type HolderSeen, type Seen } from './api.ts'

const severals = ['card-number-needed', 'not-known-by-birth']

/** Giving, ending and unlocking a card for somebody who stands at the window with the document. */
export function useCardIssue() {
  const typed = ref({ ...nobodyTyped })
  const pin = ref('')
  /** Asked for where two without papers bear one name and birthday. */
  const cardNumber = ref<string>()
  const seen = ref<string[]>([])
  const errors = ref<PersonLacks & Partial<Record<'pin' | 'seen' | 'cardNumber', string | undefined>>>({})
  const failed = ref<string>()
  const said = ref<string>()
  /** Whose card it is cannot be told by what was typed: there are several of that name and birthday. */
  const several = ref(false)
  const lost = shallowRef<Seen>()
  const busy = ref(false)
  const card = shallowRef<IssuedCard>()

  /** What was typed, or undefined with a reason beside each field that lacks something. */
  function read(): Seen | undefined {
    const { person, lacks } = readPerson(typed.value)
    errors.value = {
      ...lacks,
      pin: /^(\d{4,6})?$/.test(plainDigits(pin.value)) ? undefined : t('code.issue.pin.hint'),
      seen: seenLack(seen.value, typed.value),
    }
    return person && !errors.value.pin && !errors.value.seen ? { ...person, seen: true } : undefined
  }
  const pinOf = (): string | null => plainDigits(pin.value) || null

  function refuse(error: unknown): void {
    if (!(error instanceof ProblemError)) throw error
    const asked = refusedField(error, 'cardNumber')
    errors.value = { ...refusedPerson(error), pin: refusedField(error, 'pin'), cardNumber: asked }
    if (asked) cardNumber.value ??= ''
    several.value = error.errors.some(({ code }) => severals.includes(code))
    if (error.errors.length === 0) failed.value = error.title
  }

  async function act(run: (who: Seen) => Promise<void>): Promise<void> {
    failed.value = undefined
    said.value = undefined
    several.value = false
    lost.value = undefined
    const who = read()
    if (!who || busy.value) return
    busy.value = true
    try {
      await run(who)
    } catch (error) {
      refuse(error)
    } finally {
      busy.value = false
    }
  }

  const issue = () =>
    act(async (who) => {
      card.value = await issueCard({ ...who, pin: pinOf() })
    })
  const told = (changed: boolean, yes: string): void => {
    said.value = changed ? yes : t('code.issue.revoked.none')
    cardNumber.value = undefined
  }
  const held = (who: Seen): HolderSeen => (cardNumber.value ? { ...who, cardNumber: cardNumber.value } : who)
  const revoke = () =>
    act(async (who) => told((await revokeCard(held(who))).changed, t('code.issue.revoked')))
  const unlock = () =>
    act(async (who) =>
      told((await unlockCard({ ...held(who), pin: pinOf() })).changed, t('code.issue.unlocked')),
    )

  /** The number of the card is not known either. */
  function which(): void {
    lost.value = read()
  }
  function saidLost(): void {
    again()
    said.value = t('code.lost.said')
  }

  /** The next person's card: nothing of the one before stays on the screen. */
  function again(): void {
    typed.value = { ...nobodyTyped }
    pin.value = ''
    cardNumber.value = undefined
    seen.value = []
    errors.value = {}
    card.value = undefined
    several.value = false
    lost.value = undefined
  }
  const giving = { issue, revoke, unlock, again }
  return {
    typed,
    pin,
    cardNumber,
    seen,
    errors,
    failed,
    said,
    busy,
    card,
    ...giving,
    several,
    lost,
    which,
    saidLost,
  }
}
