import { onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { ObjectionStatus } from '@yima/shared/objection/contract'
import { formatReceiptNumber, parseReceiptNumber } from '@yima/shared/receipt/number'
import { fieldText, refusedField } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import { t } from '../app/text.ts'
import { askStatus } from './api.ts'
import { forgetSlip, slipsHere, takeSlips, type Slip } from './slips.ts'

type Errors = { number?: string | undefined; four?: string | undefined; whole?: string | undefined }
export type Following = {
  number: Ref<string>
  four: Ref<string>
  errors: Ref<Errors>
  status: ShallowRef<ObjectionStatus | undefined>
  slips: ShallowRef<readonly Slip[]>
  busy: Ref<boolean>
  ask: () => Promise<void>
  forget: (id: string) => Promise<void>
  leave: () => void
}

/** What came of an objection, by its number and digits. What is shown lies nowhere but on this open page. */
export function useStatus(): Following {
  const number = ref('')
  const four = ref('')
  const errors = ref<Errors>({})
  const status = shallowRef<ObjectionStatus>()
  const slips = shallowRef<readonly Slip[]>([])
  const busy = ref(false)
  watch([number, four], () => { errors.value = {} })

  onMounted(async () => {
    slips.value = await slipsHere().catch(() => [])
    slips.value = await takeSlips().catch(() => slips.value)
    if (number.value === '' && slips.value[0]) number.value = formatReceiptNumber(slips.value[0].receiptNumber)
  })

  /** Unknown and wrong are told alike: otherwise the numbers in use could be found out. */
  function refuse(problem: ProblemError): void {
    const minutes = Math.ceil((problem.retryAfter ?? 60) / 60)
    const said = refusedField(problem, 'receiptNumber')
    errors.value = { whole: said ?? (problem.code === 'too-many' ? t('objection.status.slow', { minutes }) : problem.title) }
  }

  async function ask(): Promise<void> {
    const parsed = parseReceiptNumber(number.value)
    const digits = /^\d{4}$/.test(four.value.trim())
    if (!parsed.ok || !digits) {
      errors.value = {
        number: parsed.ok ? undefined : fieldText(`receipt-${parsed.code}`, parsed.count),
        four: digits ? undefined : fieldText('four-digits'),
      }
      return
    }
    if (busy.value) return
    busy.value = true
    try {
      status.value = await askStatus(parsed.value, four.value.trim())
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      refuse(problem)
    } finally {
      busy.value = false
    }
  }

  return {
    number, four, errors, status, slips, busy, ask,
    forget: async (id) => { slips.value = await forgetSlip(id) },
    leave: () => { status.value = undefined },
  }
}
