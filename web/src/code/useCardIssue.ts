import { ref, shallowRef } from 'vue'
import type { IssuedCard } from '@yima/shared/code/contract'
import { plainDigits } from '@yima/shared/identity/digits'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import { fieldText, refusedField } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { today } from '../app/session.ts'
import { t } from '../app/text.ts'
import { issueCard, revokeCard, unlockCard, type Seen } from './api.ts'

/** Giving, ending and unlocking a card for somebody who stands at the window with the document. */
export function useCardIssue() {
  const name = ref('')
  const idNumber = ref('')
  const pin = ref('')
  const seen = ref<string[]>([])
  const errors = ref<{
    name?: string | undefined
    idNumber?: string | undefined
    pin?: string | undefined
    seen?: string | undefined
  }>({})
  const failed = ref<string>()
  const said = ref<string>()
  const busy = ref(false)
  const card = shallowRef<IssuedCard>()
  let attempt: { body: string; key: string } | undefined

  /** What was typed, or undefined with a reason beside each field that lacks something. */
  function read(): Seen | undefined {
    const named = parseName(name.value)
    const numbered = parseIdNumber(idNumber.value, today())
    errors.value = {
      name: named.ok ? undefined : fieldText(`name-${named.code}`),
      idNumber: numbered.ok ? undefined : fieldText(`id-${numbered.code}`, numbered.count),
      pin: /^(\d{4,6})?$/.test(plainDigits(pin.value)) ? undefined : t('code.issue.pin.hint'),
      seen: seen.value.length > 0 ? undefined : t('code.issue.seen.missing'),
    }
    if (!named.ok || !numbered.ok || errors.value.pin || errors.value.seen) return undefined
    return { name: named.value, idNumber: numbered.value, seen: true }
  }
  const pinOf = (): string | null => plainDigits(pin.value) || null

  function refuse(error: unknown): void {
    if (!(error instanceof ProblemError)) throw error
    errors.value = {
      name: refusedField(error, 'name'),
      idNumber: refusedField(error, 'idNumber') ?? refusedField(error, 'number'),
      pin: refusedField(error, 'pin'),
    }
    if (error.errors.length === 0) failed.value = error.title
  }

  async function act(run: (who: Seen) => Promise<void>): Promise<void> {
    failed.value = undefined
    said.value = undefined
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
      const body = { ...who, pin: pinOf() }
      const text = JSON.stringify(body)
      // A card whose answer was lost is the same card when asked for again.
      if (attempt?.body !== text) attempt = { body: text, key: crypto.randomUUID() }
      card.value = await issueCard(body, attempt.key)
    })
  const told = (changed: boolean, yes: string): void => {
    said.value = changed ? yes : t('code.issue.revoked.none')
  }
  const revoke = () => act(async (who) => told((await revokeCard(who)).changed, t('code.issue.revoked')))
  const unlock = () =>
    act(async (who) => told((await unlockCard({ ...who, pin: pinOf() })).changed, t('code.issue.unlocked')))

  /** The next person's card: nothing of the one before stays on the screen. */
  function again(): void {
    for (const typed of [name, idNumber, pin]) typed.value = ''
    seen.value = []
    errors.value = {}
    card.value = undefined
    attempt = undefined
  }
  return { name, idNumber, pin, seen, errors, failed, said, busy, card, issue, revoke, unlock, again }
}
