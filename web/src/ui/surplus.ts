import { computed, type ComputedRef } from 'vue'
import { surplusOf } from '@yima/shared/identity/text'
import { t } from '../app/text.ts'

/** What is said under a box while it holds more than the office takes: by how much, so that nobody has to count. */
export const useSurplus = (
  typed: () => string,
  max: () => number | undefined,
): ComputedRef<string | undefined> =>
  computed(() => {
    const most = max()
    const count = most === undefined ? 0 : surplusOf(typed(), most)
    return count > 0 ? t('common.field.surplus', { count }) : undefined
  })
