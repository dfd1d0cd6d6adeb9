import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { everythingKept, keepLatest } from '../../web/src/app/keep-latest.ts'
import { forgetEverything, keep, keysKept } from '../../web/src/app/store.ts'
import { loadDraft, newDraft, removeDraft, saveDraft } from '../../web/src/application/draft.ts'
import { useKeptDraft, type KeptDraft } from '../../web/src/application/useKeptDraft.ts'

const photo = (key: string) => ({ key, picture: new File(['x'], `${key}.jpg`, { type: 'image/jpeg' }) })

beforeEach(async () => {
  await everythingKept() // what the page before was still laying down is nobody's here
  await forgetEverything()
})

/** A page with the draft on it, which may still have to be read. */
function showPage(): KeptDraft {
  let kept: KeptDraft | undefined
  mount(
    defineComponent({
      setup: () => {
        kept = useKeptDraft()
        return () => null
      },
    }),
  )
  if (!kept) throw new Error('no page')
  return kept
}

/** A page with the draft on it, as far as it has got. */
async function openPage(): Promise<KeptDraft> {
  const kept = showPage()
  await kept.open()
  return kept
}

describe('what somebody is writing', () => {
  it('is kept at the key itself, not after a pause', async () => {
    const { draft } = await openPage()
    draft.words = '房子漏雨'
    await everythingKept()
    expect((await loadDraft())?.words).toBe('房子漏雨')
  })

  it('is said to lie on the phone only once it does', async () => {
    const { draft, onPhone, another } = await openPage()
    draft.words = '房子漏雨'
    expect(onPhone.value).toBe(false)
    await everythingKept()
    expect(onPhone.value).toBe(true)
    expect((await openPage()).onPhone.value).toBe(true)
    await another()
    expect(onPhone.value).toBe(false)
  })

  it('keeps the photos beside the words, and lets go of those that were taken out', async () => {
    const { draft } = await openPage()
    draft.photos.push(photo('roof'), photo('wall'))
    await everythingKept()
    expect((await loadDraft())?.photos.map(({ key }) => key)).toEqual(['roof', 'wall'])
    draft.photos.shift()
    await everythingKept()
    expect(await keysKept('draft-picture:')).toEqual(['draft-picture:wall'])
  })

  it('is read as an older version kept it, with the photo within', async () => {
    await keep('draft:application', { words: '房子漏雨', photos: [photo('roof')] })
    expect((await loadDraft())?.photos[0]?.picture).toBeInstanceOf(Blob)
  })

  it('typed while a slow phone was still reading, is added to what was there', async () => {
    await saveDraft({ ...newDraft(), words: '房子漏雨' })
    const kept = showPage()
    kept.draft.words = '墙也裂了'
    await kept.open()
    expect(kept.draft.words).toBe('房子漏雨\n墙也裂了')
  })

  it('is never written again once it was received, whatever still changes on the page', async () => {
    const { draft, letGo } = await openPage()
    draft.words = '房子漏雨'
    letGo()
    await removeDraft()
    draft.words = '房子漏雨了'
    await everythingKept()
    expect(await loadDraft()).toBeUndefined()
    expect(await keysKept('draft')).toEqual([])
  })
})

it('keeps one state after the other, only the newest of those that waited', async () => {
  let now = 0
  const kept: number[] = []
  const gates: (() => void)[] = []
  const keeper = keepLatest(async () => {
    const state = now
    await new Promise<void>((open) => gates.push(open))
    kept.push(state)
  })
  for (now = 1; now < 5; now += 1) keeper.changed()
  await vi.waitFor(() => expect(gates).toHaveLength(1))
  gates[0]?.()
  await vi.waitFor(() => expect(gates).toHaveLength(2))
  gates[1]?.()
  await keeper.kept()
  expect(kept).toEqual([1, 5])
})
