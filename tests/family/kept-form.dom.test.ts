import 'fake-indexeddb/auto'
import { beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { giveTo, putAway } from '../../web/src/app/store-owner.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { dropForm, useKeptForm } from '../../web/src/app/useKeptForm.ts'

beforeEach(async () => {
  await everythingKept() // what the page before was still laying down is nobody's here
  await forgetEverything()
})

/** The sheet in which a child is written down, opened; what stands in it. */
async function open() {
  const fields = { name: ref(''), papers: ref({ number: '' }), kind: ref<string>() }
  await useKeptForm('ward', fields)
  return fields
}
const stands = async () => {
  const { name, papers, kind } = await open()
  return [name.value, papers.value.number, kind.value]
}

it('what was typed of a child stands there again when the page was left without a network', async () => {
  const { name, papers } = await open()
  name.value = '周小雨'
  papers.value.number = '9901'
  await everythingKept()
  expect(await stands()).toEqual(['周小雨', '9901', undefined])
})

it('what is typed while a slow phone still reads is not written over', async () => {
  const first = await open()
  Object.assign(first.papers.value, { number: '9901' })
  first.name.value = '周小雨'
  await everythingKept()
  const name = ref('')
  const papers = ref({ number: '' })
  const reading = useKeptForm('ward', { name, papers })
  name.value = '周大雨'
  await reading
  expect([name.value, papers.value.number]).toEqual(['周大雨', '9901'])
})

it('begins empty, and keeps what is typed, on a phone that could not read what it kept', async () => {
  const { name } = await open()
  name.value = '周小雨'
  await everythingKept()
  const broken = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
    throw new DOMException('broken', 'UnknownError')
  })
  const again = await open()
  expect(again.name.value).toBe('')
  broken.mockRestore()
  again.name.value = '周大雨'
  await everythingKept()
  expect((await stands())[0]).toBe('周大雨')
})

it('is gone when it was received, and nobody else on this phone finds it', async () => {
  await giveTo('zhou')
  const { name } = await open()
  name.value = '周小雨'
  await everythingKept()
  await putAway()
  await giveTo('li')
  expect(await stands()).toEqual(['', '', undefined])
  await putAway()
  await giveTo('zhou')
  expect((await stands())[0]).toBe('周小雨')
  await dropForm('ward')
  expect((await stands())[0]).toBe('')
})

it('does not come back when it was received while its last letter was still on its way onto the phone', async () => {
  const { name } = await open()
  let free = (): void => undefined
  const slow = new Promise<void>((go) => (free = go))
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle)
  const sealing = vi.spyOn(crypto.subtle, 'encrypt').mockImplementationOnce(async (...what) => {
    await slow
    return encrypt(...what)
  })
  name.value = '周小雨'
  await vi.waitFor(() => expect(sealing).toHaveBeenCalled())
  const dropped = dropForm('ward')
  const others = keysKept('') // a turn of the disk: what does not wait would be through by now
  await others
  free()
  await dropped
  await everythingKept()
  sealing.mockRestore()
  expect([name.value, await keysKept('draft-form:')]).toEqual(['', []])
})
