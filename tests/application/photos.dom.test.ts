import 'fake-indexeddb/auto'
import { effectScope, reactive, type EffectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { loadDraft, newDraft, saveDraft, type Draft } from '../../web/src/application/draft.ts'
import { useDraftPhotos } from '../../web/src/application/photos.ts'
import { makePicture, picturesMade } from '../../web/src/application/pictures-made.ts'
import { shrink } from '../../web/src/application/shrink.ts'
import { findPapers, savePapers } from '../../web/src/window/papers-kept.ts'

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(60).fill(7)])
const photo = (name: string): File => new File([jpeg, name], `${name}.jpg`, { type: 'image/jpeg' })

/** How the phone opens a large picture: at once, when the test says so, or never. */
let opens: () => Promise<ImageBitmap>
const image = { width: 4000, height: 3000, close: () => undefined } as ImageBitmap
let scope: EffectScope

beforeEach(async () => {
  await forgetEverything()
  opens = async () => image
  vi.stubGlobal('createImageBitmap', () => opens())
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    fillRect: () => undefined,
    drawImage: () => undefined,
  } as unknown as RenderingContext & null)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) =>
    done(new Blob([jpeg.slice(0, 8)])),
  )
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const pageOf = (draft: Draft) => scope.run(() => useDraftPhotos(draft))!
const sizes = (draft: Pick<Draft, 'photos'> | undefined) =>
  draft?.photos.map(({ picture, raw }) => [picture.size, raw])

describe('a photo', () => {
  it('is kept as it was taken when the page is left before it is smaller, and is made smaller at the next visit', async () => {
    const draft = reactive(newDraft()) as Draft
    let free = (_opened: ImageBitmap): void => undefined
    const opening = new Promise<ImageBitmap>((done) => (free = done))
    opens = () => opening
    const { photos } = pageOf(draft)
    photos.value = [photo('a')]
    await saveDraft(draft) // what the page does at every change
    scope.stop()

    opens = async () => image
    const found = reactive((await loadDraft()) ?? newDraft()) as Draft
    expect(sizes(found)).toEqual([[65, true]])
    scope = effectScope()
    pageOf(found)
    free(image)
    await picturesMade()
    expect(sizes(found)).toEqual([[8, undefined]])
    await saveDraft(found)
    expect(sizes(await loadDraft())).toEqual([[8, undefined]])
    expect(await keysKept('draft-picture:')).toHaveLength(1)
  })

  it('that was taken out while it was made smaller stays out, and the others stay in their order', async () => {
    const draft = reactive(newDraft()) as Draft
    const { photos, coming } = pageOf(draft)
    photos.value = [photo('a'), photo('bb'), photo('ccc')]
    expect(coming.value).toHaveLength(3)
    photos.value = photos.value.filter(({ size }) => size !== 66)
    await picturesMade()
    expect([photos.value.length, coming.value.length]).toEqual([2, 0])
    const keys = draft.photos.map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
  })

  it('that the phone never opens goes as it was taken', async () => {
    vi.useFakeTimers()
    opens = () => new Promise(() => undefined)
    const taken = photo('huge')
    const made = shrink(taken)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await made).toBe(taken)
  })

  it('of a paper on the table is known as one that is not smaller yet, also after the page was closed', async () => {
    const officer = { id: 'he' }
    const photos = {
      card: [
        { key: 'k1', picture: photo('a'), raw: true as const },
        { key: 'k2', picture: photo('b') },
      ],
    }
    await savePapers(officer, 'visit', { until: '2026-11-22T10:00:00Z', photos, handed: {} })
    const found = await findPapers(officer, 'visit')
    expect(found?.photos['card']?.map(({ key, raw }) => [key, raw])).toEqual([
      ['k1', true],
      ['k2', undefined],
    ])
    expect(Object.keys(found ?? {}).sort()).toEqual(['handed', 'photos', 'until'])
  })

  it('or a signature that is just being made is waited for before this phone is locked or its tab opened anew', async () => {
    const order: string[] = []
    let free = (): void => undefined
    const drawing = new Promise<void>((done) => (free = done))
    void makePicture(async () => {
      await drawing
      order.push('made')
    })
    const kept = everythingKept().then(() => order.push('kept'))
    free()
    await kept
    expect(order).toEqual(['made', 'kept'])
  })
})
