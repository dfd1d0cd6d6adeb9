import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import type { AssistView } from '@yima/shared/assist/contract'
import { normaliseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import { parseReceiptNumber } from '@yima/shared/receipt/number'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { endAssist, getAssist, openByCard, openSlip, sendInk } from './api.ts'

/** A fault of ours is not told as the network's. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof ProblemError)) throw error
  const [first] = error.errors
  return first?.code === 'over' ? t('assist.over') : ((first && fieldText(first.code)) ?? error.title)
}

/**
 * The one matter of a slip, in the memory of this page alone: it closes by itself when its time is over, when its person
 * goes, and with the page.
 */
export function useAssist() {
  const number = ref('')
  const lastFour = ref('')
  const errors = ref<{ number?: string | undefined; lastFour?: string | undefined; witness?: string | undefined; ink?: string | undefined }>({})
  /** Whoever wrote the application down knows the slip: another who stands there has to say that its owner does, too. */
  const ownWriting = ref(false)
  const witness = ref('')
  const view = shallowRef<AssistView>()
  /** When what stands here ends, by this phone's own clock. */
  const until = ref(0)
  const busy = ref(false)
  const failed = ref<string>()
  const over = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function close(): void {
    clearTimeout(timer)
    view.value = undefined
    number.value = ''
    lastFour.value = ''
    ownWriting.value = false
    witness.value = ''
  }
  function show(now: AssistView): void {
    clearTimeout(timer)
    const left = Date.parse(now.endsAt) - Date.parse(now.now)
    until.value = Date.now() + left
    timer = setTimeout(() => {
      close()
      over.value = true
    }, left)
    view.value = now
    number.value = ''
    lastFour.value = ''
    ownWriting.value = false
    witness.value = ''
  }

  async function run(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await work()
    } catch (error) {
      failed.value = sentenceOf(error)
    } finally {
      busy.value = false
    }
  }

  function checked(ink: Blob | undefined): { receipt: string; four: string } | undefined {
    const receipt = parseReceiptNumber(number.value)
    const four = normaliseIdNumber(lastFour.value)
    const name = parseName(witness.value)
    errors.value = {
      number: receipt.ok ? undefined : fieldText(`receipt-${receipt.code}`),
      lastFour: /^\d{3}[\dX]$/.test(four) ? undefined : fieldText('last-four'),
      ...(ownWriting.value && !name.ok ? { witness: fieldText('witness-needed') } : {}),
      ...(ownWriting.value && !ink ? { ink: t('assist.own.ink') } : {}),
    }
    return receipt.ok && Object.values(errors.value).every((one) => one === undefined) ? { receipt: receipt.value, four } : undefined
  }

  async function bring(receiptNumber: string, four: string, ink: Blob | undefined): Promise<void> {
    const beside = ink ? { beside: { witness: witness.value.trim(), signature: await sendInk(ink) } } : {}
    try {
      show(await openSlip({ receiptNumber, lastFour: four, ...beside }))
    } catch (error) {
      if (!(error instanceof ProblemError) || !error.errors.some(({ code }) => code === 'own-writing')) throw error
      ownWriting.value = true
    }
  }
  /** With the slip; and, of what this worker wrote down, with the hand of another who stands there. */
  function open(ink?: Blob): Promise<void> {
    over.value = false
    const by = ownWriting.value ? ink : undefined
    const asked = checked(by)
    return asked ? run(() => bring(asked.receipt, asked.four, by)) : Promise.resolve()
  }
  /** With the card, on an occasion that goes on. */
  const openCard = (occasion: string, application: string): Promise<void> => run(async () => show(await openByCard(occasion, application)))
  const reload = (): Promise<void> => run(async () => {
    const { value: now } = view
    if (now) show(await getAssist(now.id))
  })
  /** He goes: nothing of his stands here any more, whether the office heard of it or not. */
  async function end(): Promise<void> {
    const { value: now } = view
    close()
    if (now) await endAssist(now.id).catch(() => undefined)
  }
  onBeforeUnmount(close)

  const isOpen = computed(() => view.value !== undefined)
  return {
    ...{ number, lastFour, errors, ownWriting, witness, view, until, busy, failed, over, isOpen },
    ...{ open, openCard, reload, end },
  }
}
export type Assist = ReturnType<typeof useAssist>
