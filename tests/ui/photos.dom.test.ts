import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { loadTexts } from '../../web/src/app/text.ts'
import YPhotos from '../../web/src/ui/YPhotos.vue'
import { text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
beforeAll(() => loadTexts(['problem']))

const bytes = (...start: (number | string)[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    start.flatMap((one) => (typeof one === 'number' ? [one] : [...one].map((sign) => sign.charCodeAt(0)))),
  )
const jpeg = (name: string): File =>
  new File([bytes(0xff, 0xd8, 0xff, 0xe0, name)], name, { type: 'image/jpeg' })
const heic = new File([bytes(0, 0, 0, 24, 'ftypheic', 0, 0, 0, 0, 'mif1heic')], 'IMG_0012.HEIC')
const addTo = async (page: VueWrapper, ...files: File[]): Promise<void> => {
  const box = page.find('input[type="file"]')
  Object.defineProperty(box.element, 'files', { value: files, configurable: true })
  await box.trigger('change')
}
const photos = (props: { marks?: (string | undefined)[]; modelValue?: File[] } = {}) =>
  mount(YPhotos, { props: { label: '拍单子', modelValue: [], ...props } })
/** No phone of a test opens anything unless it is told so. */
const opens = (can: boolean): void => {
  const open = can
    ? async () => ({ close: () => undefined })
    : async () => Promise.reject(new Error('not decoded'))
  vi.stubGlobal('createImageBitmap', open)
}
afterEach(() => vi.unstubAllGlobals())

describe('a picture that the office could not open', () => {
  it.each([
    ['of an iPhone', heic, '这种照片（HEIC）打不开'],
    ['without a byte in it', new File([], 'leer.jpg', { type: 'image/jpeg' }), '照片是空的'],
    [
      'that is a text under another name',
      new File(['Kontoauszug'], 'zettel.jpg', { type: 'image/jpeg' }),
      '这不是照片',
    ],
    [
      'that is a drawing with a script',
      new File(['<svg onload="x">'], 'x.svg', { type: 'image/svg+xml' }),
      '这不是照片',
    ],
    ['that broke on its way into the phone', jpeg('broken.jpg'), '照片坏了'],
  ])('%s is said at once, by its name, and is not taken', async (_what, file, sentence) => {
    opens(false)
    vi.spyOn(HTMLImageElement.prototype, 'decode').mockRejectedValue(new Error('not decoded'))
    const page = photos()
    await addTo(page, file)
    await vi.waitFor(() => expect(text(page.element)).toContain(`${file.name}：${sentence}`))
    expect(page.emitted('update:modelValue')).toBeUndefined()
  })

  it('leaves those beside it where they are, and one of an iPhone is taken where the phone can open it', async () => {
    opens(true)
    const page = photos()
    const good = jpeg('wall.jpg')
    await addTo(page, good, new File([], 'leer.jpg'), heic)
    await vi.waitFor(() => expect(page.emitted('update:modelValue')).toEqual([[[good, heic]]]))
    expect(text(page.element)).toContain('leer.jpg：照片是空的')
  })

  it('and was refused later is marked at its place, and no other', async () => {
    const page = photos({
      modelValue: [jpeg('a.jpg'), jpeg('b.jpg')],
      marks: [undefined, '照片坏了。请再拍一张'],
    })
    await nextTick()
    const shown = page.findAll('.shots li').map((one) => text(one.element))
    expect(shown.map((one) => one.includes('照片坏了'))).toEqual([false, true])
  })
})
