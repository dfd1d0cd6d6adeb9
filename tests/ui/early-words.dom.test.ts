import { afterEach, expect, test } from 'vitest'
import { createSSRApp, h, ref } from 'vue'
import { renderToString } from 'vue/server-renderer'
import YButton from '../../web/src/ui/YButton.vue'
import YChoice from '../../web/src/ui/YChoice.vue'
import YSay from '../../web/src/ui/YSay.vue'
import { keepEarly } from '../../web/src/app/early-words.ts'

const words = ref('')
const who = ref<'own' | 'other'>('own')
let done: string[] = []

const page = () =>
  createSSRApp(() => [
    h(YSay, { modelValue: words.value, 'onUpdate:modelValue': (said: string) => { words.value = said } }),
    h(YChoice<'own' | 'other'>, {
      legend: '谁有难处？',
      options: [{ value: 'own', label: '我家' }, { value: 'other', label: '邻居' }],
      modelValue: who.value,
      'onUpdate:modelValue': (value) => {
        if (value === 'own' || value === 'other') who.value = value
      },
    }),
    h(YButton, { text: '说完了', onPress: () => done.push(`${who.value}: ${words.value}`) }),
  ])

afterEach(() => {
  document.body.replaceChildren()
  words.value = ''
  who.value = 'own'
  done = []
})

async function drawnPage(): Promise<HTMLElement> {
  const root = document.createElement('div')
  root.innerHTML = await renderToString(page())
  document.body.append(root)
  return root
}

test('who writes and chooses before the code has come loses nothing of it', async () => {
  const root = await drawnPage()
  const box = root.querySelector('textarea')
  if (box) box.value = '我男人脑梗住院'
  const other = root.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]
  if (other) other.checked = true
  const doEarly = keepEarly(root)
  page().mount(root)
  doEarly()
  expect(root.querySelector('textarea')?.value).toBe('我男人脑梗住院')
  root.querySelector('button')?.click()
  expect(done).toEqual(['other: 我男人脑梗住院'])
})

test('a photo chosen before the code has come is heard of afterwards', async () => {
  const heard: string[] = []
  const photos = () =>
    createSSRApp(() =>
      h('input', {
        type: 'file',
        onChange: ({ target }: Event) => heard.push(String((target as HTMLInputElement).files?.length)),
      }),
    )
  const root = document.createElement('div')
  root.innerHTML = await renderToString(photos())
  document.body.append(root)
  const input = root.querySelector('input')
  Object.defineProperty(input, 'files', { value: [new File(['x'], 'wall.jpg')] })
  const hearEarly = keepEarly(root)
  photos().mount(root)
  expect(heard).toEqual([])
  hearEarly()
  expect(heard).toEqual(['1'])
})

test('a page that nobody touched comes to life untouched', async () => {
  const root = await drawnPage()
  const doEarly = keepEarly(root)
  page().mount(root)
  doEarly()
  expect(words.value).toBe('')
  expect(who.value).toBe('own')
  expect(done).toEqual([])
})
