import { ref } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useKept } from '../../web/src/complaint/useKept.ts'

const phone = vi.hoisted(() => new Map<string, unknown>())
vi.mock('../../web/src/app/store.ts', () => ({
  keep: (key: string, value: unknown) => Promise.resolve(void phone.set(key, structuredClone(value))),
  recall: (key: string) => Promise.resolve(phone.get(key)),
  forget: (key: string) => Promise.resolve(void phone.delete(key)),
}))

const told = () => ({
  words: ref('村会计每回只给一半'), described: ref('戴眼镜的'), about: ref<'village' | undefined>('village'),
  place: ref<{ code: string; name: string } | undefined>({ code: '990101100201', name: '梅林村' }), category: ref<'embezzlement' | undefined>('embezzlement'),
})
const empty = () => ({ words: ref(''), described: ref(''), about: ref(), place: ref(), category: ref() })
beforeEach(() => phone.clear())

describe('what somebody tells a supervisor', () => {
  it('lies on the phone only where they asked for it, without a name or a number of theirs', async () => {
    const { hold, kept } = useKept(told())
    expect([phone.size, kept.value]).toEqual([0, false])
    await hold()
    expect([...phone.values()]).toEqual([{ words: '村会计每回只给一半', described: '戴眼镜的', about: 'village', place: { code: '990101100201', name: '梅林村' }, category: 'embezzlement' }])
  })

  it('stands there again the next time, and is gone once it was sent or thrown away', async () => {
    await useKept(told()).hold()
    const fields = empty()
    const again = useKept(fields)
    await again.bring()
    expect([fields.words.value, again.kept.value]).toEqual(['村会计每回只给一半', true])
    await again.drop()
    expect([phone.size, again.kept.value]).toEqual([0, false])
  })

  it('never writes over what is told now', async () => {
    await useKept(told()).hold()
    const fields = { ...empty(), words: ref('别的事') }
    await useKept(fields).bring()
    expect([fields.words.value, fields.described.value]).toEqual(['别的事', ''])
  })
})
