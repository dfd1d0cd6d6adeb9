import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { loadTexts } from '../../web/src/app/text.ts'
import type { DraftPhoto } from '../../web/src/application/draft.ts'
import { useDraftPhotos } from '../../web/src/application/photos.ts'
import { picturesMade } from '../../web/src/application/pictures-made.ts'
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
// As in every browser: by this Vue knows a file and leaves it as it is.
Object.defineProperty(File.prototype, Symbol.toStringTag, { value: 'File' })
/** No phone of a test opens anything unless it is told so. */
const opens = (can: boolean): void => {
  const open = can
    ? async () => ({ close: () => undefined })
    : async () => Promise.reject(new Error('not decoded'))
  vi.stubGlobal('createImageBitmap', open)
}
afterEach(() => vi.unstubAllGlobals())

/** A page of which nobody knows how long it stays; what it holds of the draft outlives it. */
const sayPage = (draft: { photos: DraftPhoto[] }) =>
  mount({
    components: { YPhotos },
    setup: () => useDraftPhotos(draft),
    template: '<YPhotos v-model="photos" :coming="coming" label="拍单子" />',
  })
const named = (draft: { photos: DraftPhoto[] }): string[] =>
  draft.photos.map(({ picture }) => (picture as File).name)

describe('a photo that was just taken', () => {
  it('is in the draft though its writer went on at once', async () => {
    opens(true)
    const draft = reactive<{ photos: DraftPhoto[] }>({ photos: [] })
    const page = sayPage(draft)
    const added = addTo(page, jpeg('wall.jpg'))
    page.unmount()
    await added
    await vi.waitFor(() => expect(named(draft)).toEqual(['wall.jpg']))
  })

  it('is shown while it is still made smaller, and taken out then it does not come back', async () => {
    const drawn: (() => void)[] = []
    vi.stubGlobal(
      'createImageBitmap',
      () => new Promise((_open, fail) => drawn.push(() => fail(new Error()))),
    )
    const draft = reactive<{ photos: DraftPhoto[] }>({ photos: [] })
    const page = sayPage(draft)
    await addTo(page, jpeg('wall.jpg'), jpeg('roof.jpg'))
    expect(page.findAll('.shots [aria-busy=true]')).toHaveLength(2)
    await page.find('[aria-label="删掉第 1 张"]').trigger('click')
    await vi.waitFor(() => {
      for (const go of drawn.splice(0)) go()
      expect(named(draft)).toEqual(['roof.jpg'])
      expect(page.findAll('.shots [aria-busy=false]')).toHaveLength(1)
    })
  })

  it('goes along though everything was handed in while it was still made smaller', async () => {
    let draw = (): void => undefined
    vi.stubGlobal('createImageBitmap', () => new Promise((_open, fail) => (draw = () => fail(new Error()))))
    const draft = reactive<{ photos: DraftPhoto[] }>({ photos: [] })
    await addTo(sayPage(draft), jpeg('wall.jpg'))
    const sent = picturesMade().then(() => named(draft))
    await vi.waitFor(() => {
      draw()
      expect(draft.photos.map(({ raw }) => raw)).toEqual([undefined])
    })
    expect(await sent).toEqual(['wall.jpg'])
  })
})

describe('a picture that the office could not open', () => {
  it.each([
    ['of an iPhone', heic, '这张照片打不开'],
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
  ])('%s is taken out again, with what to do', async (_what, file, sentence) => {
    opens(false)
    vi.spyOn(HTMLImageElement.prototype, 'decode').mockRejectedValue(new Error('not decoded'))
    const draft = reactive<{ photos: DraftPhoto[] }>({ photos: [] })
    const page = sayPage(draft)
    await addTo(page, file)
    await vi.waitFor(() => expect(text(page.element)).toContain(`有1张没收：${sentence}`))
    expect(page.find('.shots').exists()).toBe(false)
    expect(draft.photos).toEqual([])
  })

  it('leaves those beside it where they are, and one of an iPhone is taken where the phone can open it', async () => {
    opens(true)
    const draft = reactive<{ photos: DraftPhoto[] }>({ photos: [] })
    const page = sayPage(draft)
    await addTo(page, jpeg('wall.jpg'), new File([], 'image.jpg'), new File([], 'image.jpg'), heic)
    await vi.waitFor(() => expect(text(page.element)).toContain('有2张没收：照片是空的'))
    await vi.waitFor(() => expect(named(draft)).toEqual(['wall.jpg', heic.name]))
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
