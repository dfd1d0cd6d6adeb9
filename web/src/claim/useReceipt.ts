import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { TrackingView } from '@yima/shared/claim/contract'
import { normaliseIdNumber } from '@yima/shared/identity/id-number'
import { formatReceiptNumber, parseReceiptNumber } from '@yima/shared/receipt/number'
import { fieldText, refusedField } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import { getSession } from '../app/session.ts'
import { keep, recall } from '../app/store.ts'
import { findText, t } from '../app/text.ts'
import { track } from './api.ts'
import { differs } from './news.ts'

const shelf = 'track.receipt'
type Kept = { at: string; lastFour: string; view: TrackingView }

export type ReceiptTracking = {
  number: Ref<string>
  lastFour: Ref<string>
  /** What is certain while the number is being typed: digits missing, or that it fits. */
  help: ComputedRef<string | undefined>
  /** Wrong already, whatever is typed on. */
  wrong: ComputedRef<string | undefined>
  errors: Ref<{ number?: string | undefined; lastFour?: string | undefined; whole?: string | undefined }>
  view: ShallowRef<TrackingView | undefined>
  /** What opened the view that is shown; nowhere but in this page's memory. */
  asked: ShallowRef<{ receiptNumber: string; lastFour: string } | undefined>
  since: Ref<string | undefined>
  error: ShallowRef<ProblemError | undefined>
  busy: Ref<boolean>
  ask: () => Promise<void>
  /** Asks the same again without a word. Resolves with whether anything is new; never rejects. */
  look: () => Promise<boolean>
  /** Shows what this phone saw last, for whoever opens the page without a network. */
  showKept: () => Promise<boolean>
  leave: () => void
}

/** The limited view by receipt number and last four of the ID. Its last state stays here, encrypted. */
export function useReceipt(): ReceiptTracking {
  const number = ref('')
  const lastFour = ref('')
  const errors = ref<ReceiptTracking['errors']['value']>({})
  const view = shallowRef<TrackingView>()
  const asked: ReceiptTracking['asked'] = shallowRef()
  const since = ref<string>()
  const error = shallowRef<ProblemError>()
  const busy = ref(false)
  watch([number, lastFour], () => { errors.value = {} })

  const parsed = computed(() => parseReceiptNumber(number.value))
  const help = computed(() => {
    if (parsed.value.ok) return t('claim.receipt.fits')
    const { code, count } = parsed.value
    return code === 'too-short' && count !== undefined ? t('claim.receipt.missing', { count }) : undefined
  })
  const wrong = computed(() => {
    if (parsed.value.ok || ['empty', 'too-short'].includes(parsed.value.code)) return undefined
    return fieldText(`receipt-${parsed.value.code}`)
  })
  watch(parsed, (now) => {
    const bare = number.value.replace(/\D/g, '') === number.value
    if (now.ok && bare) number.value = formatReceiptNumber(now.value)
  })

  function checked(): { receiptNumber: string; four: string } | undefined {
    const four = normaliseIdNumber(lastFour.value)
    const whole = /^\d{3}[\dX]$/.test(four)
    if (parsed.value.ok && whole) return { receiptNumber: parsed.value.value, four }
    errors.value = {
      number: parsed.value.ok ? undefined : fieldText(`receipt-${parsed.value.code}`),
      lastFour: whole ? undefined : findText('problem.field.last-four'),
    }
    return undefined
  }

  function show(found: TrackingView, four: string, at?: string): void {
    view.value = found
    asked.value = { receiptNumber: found.receiptNumber, lastFour: four }
    since.value = at
  }

  async function receive(found: TrackingView, four: string): Promise<void> {
    show(found, four)
    await keep(shelf, { at: new Date().toISOString(), lastFour: four, view: found } satisfies Kept)
  }

  async function fallBack(problem: ProblemError, receiptNumber: string, four: string): Promise<void> {
    const kept = await recall<Kept>(shelf)
    if (kept?.view.receiptNumber !== receiptNumber || kept.lastFour !== four) {
      errors.value = { whole: problem.title }
      return
    }
    show(kept.view, kept.lastFour, kept.at)
    error.value = problem
  }

  /** Unknown and wrong are told alike: otherwise the numbers in use could be found out. */
  async function refuse(problem: ProblemError, receiptNumber: string, four: string): Promise<void> {
    switch (problem.code) {
      case 'not-found':
        errors.value = { whole: refusedField(problem, 'receiptNumber') ?? problem.title }
        return
      case 'too-many': {
        const minutes = Math.ceil((problem.retryAfter ?? 60) / 60)
        // Locked until tomorrow is not “a few minutes”: what to do instead is said with it.
        errors.value = { whole: refusedField(problem, 'receiptNumber') ?? t('claim.receipt.slow', { minutes }) }
        return
      }
      case 'invalid-input':
        errors.value = {
          number: refusedField(problem, 'receiptNumber'), lastFour: refusedField(problem, 'lastFour'),
        }
        return
      default:
        await fallBack(problem, receiptNumber, four)
    }
  }

  async function ask(): Promise<void> {
    const body = checked()
    if (body === undefined || busy.value) return
    busy.value = true
    error.value = undefined
    try {
      void getSession().catch(() => undefined) // the office's day, from which days left are counted
      await receive(await track(body.receiptNumber, body.four), body.four)
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      await refuse(problem, body.receiptNumber, body.four)
    } finally {
      busy.value = false
    }
  }

  async function showKept(): Promise<boolean> {
    const kept = await recall<Kept>(shelf)
    if (!kept) return false
    number.value = formatReceiptNumber(kept.view.receiptNumber)
    show(kept.view, kept.lastFour, kept.at)
    return true
  }

  async function look(): Promise<boolean> {
    const { value: same } = asked
    if (!same) return false
    try {
      const found = await track(same.receiptNumber, same.lastFour)
      // The page may have been left for another receipt meanwhile.
      if (asked.value !== same) return false
      const isNew = differs(view.value, found)
      error.value = undefined
      if (isNew || since.value !== undefined) await receive(found, same.lastFour)
      return isNew
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      return false
    }
  }

  function leave(): void {
    view.value = undefined
    asked.value = undefined
    since.value = undefined
    error.value = undefined
  }

  return { number, lastFour, help, wrong, errors, view, asked, since, error, busy, ask, look, showKept, leave }
}
