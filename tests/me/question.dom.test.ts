import { mount } from '@vue/test-utils'
import { joinLooks, type JoinedLook } from '@yima/shared/me/looks'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { useQuestion, type Question } from '../../web/src/me/useQuestion.ts'

const [line] = joinLooks([
  {
    ...{ id: '1', at: '2026-11-21T01:00:00Z', by: 'officer', purpose: 'handle', what: 'list' },
    ...{ reader: { name: '何文静', post: '', office: '' }, facts: [], handles: true, question: null },
  },
])

describe('a question about a look, to which words are added', () => {
  let answer: (taken: boolean) => void
  const ask = vi.fn<(line: JoinedLook, words: string) => Promise<boolean>>()
  let question: Question
  let leave: () => void
  beforeEach(() => {
    ask.mockReset()
    ask.mockImplementation(() => new Promise((resolve) => (answer = resolve)))
    const page = mount(
      defineComponent({
        setup: () => {
          question = useQuestion(ask)
          return () => null
        },
      }),
    )
    leave = () => page.unmount()
    if (line) question.tap(line)
    question.say()
  })
  const words = () => ask.mock.calls.map(([, said]) => said)

  it('goes out once, however often it is sent or closed meanwhile', async () => {
    const sent = question.send('我不认识他')
    await question.send('我不认识他')
    question.close()
    answer(true)
    expect(await sent).toBe(true)
    leave()
    expect(words()).toEqual(['我不认识他'])
  })

  it('can be sent again where it was refused, and is not asked by closing', async () => {
    const sent = question.send('我不认识他')
    answer(false)
    expect(await sent).toBe(false)
    void question.send('我真不认识他')
    answer(false)
    await vi.waitFor(() => expect(question.stage.value).toBe('refused'))
    question.close()
    leave()
    expect(words()).toEqual(['我不认识他', '我真不认识他'])
  })

  it('is asked without them where nothing more is said, and can still be taken back before', () => {
    question.close()
    expect([question.stage.value, words()]).toEqual(['held', []])
    question.say()
    leave()
    expect(words()).toEqual([''])
  })

  it('goes out when the phone is put away, not while somebody writes', () => {
    const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(words()).toEqual([])
    question.close()
    document.dispatchEvent(new Event('visibilitychange'))
    state.mockRestore()
    leave()
    expect(words()).toEqual([''])
  })
})
