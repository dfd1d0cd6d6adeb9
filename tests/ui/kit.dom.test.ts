import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { watchArrival } from '../../web/src/app/arrival.ts'
import YButton from '../../web/src/ui/YButton.vue'
import YChoice from '../../web/src/ui/YChoice.vue'
import YDue from '../../web/src/ui/YDue.vue'
import YField from '../../web/src/ui/YField.vue'
import YPage from '../../web/src/ui/YPage.vue'
import YReceiptNumber from '../../web/src/ui/YReceiptNumber.vue'
import YSheet from '../../web/src/ui/YSheet.vue'

afterEach(() => {
  document.body.replaceChildren()
})

const hardships = [
  { value: 'ill', label: '有人生病' },
  { value: 'school', label: '孩子上学' },
]

describe('answering', () => {
  it('lets somebody who is not sure say so, and takes the other answers back', async () => {
    const page = mount(YChoice, {
      props: { legend: '难处', options: hardships, multiple: true, modelValue: ['ill'] },
    })
    const boxes = page.findAll('input')
    expect(boxes).toHaveLength(3)
    await boxes[2]?.setValue(true)
    expect(page.emitted('update:modelValue')?.at(-1)).toEqual([['unknown']])
  })

  it('forgets "not sure" as soon as something is known', async () => {
    const page = mount(YChoice, {
      props: { legend: '难处', options: hardships, multiple: true, modelValue: ['unknown'] },
    })
    await page.findAll('input')[1]?.setValue(true)
    expect(page.emitted('update:modelValue')?.at(-1)).toEqual([['school']])
  })

  it('keeps what was typed when it is wrong, and ties the reason to the box', async () => {
    const page = mount(YField, {
      props: { label: '身份证号', modelValue: '990101 19740312 00', error: '少了 2 位' },
    })
    const box = page.find('input')
    expect(box.element.value).toBe('990101 19740312 00')
    expect(box.attributes('aria-invalid')).toBe('true')
    expect(page.find(`#${box.attributes('aria-describedby')}`).text()).toBe('少了 2 位')
    await page.setProps({ error: undefined })
    expect(box.attributes('aria-invalid')).toBeUndefined()
  })

  it('never cuts what was pasted: it says by how much it is too long, and hands nothing in until it fits', async () => {
    const typed = ref('桥'.repeat(212))
    const sent = ref(0)
    const form = defineComponent(() => () => [
      h(YField, {
        label: '门牌', modelValue: typed.value, maxlength: 200,
        'onUpdate:modelValue': (now: string) => { typed.value = now },
      }),
      h(YButton, { kind: 'quiet', class: 'aside', onPress: () => (sent.value += 10) }),
      h(YButton, { kind: 'main', class: 'on', text: '交上去', onPress: () => (sent.value += 1) }),
    ])
    const page = mount(form, { attachTo: document.body })
    const box = page.find('input')
    expect(box.element.value).toHaveLength(212)
    expect(page.find(`#${box.attributes('aria-describedby')}`).text()).toContain('12')
    await page.find('.on').trigger('click')
    expect([sent.value, document.activeElement === box.element]).toEqual([0, true])
    await page.find('.aside').trigger('click')
    await box.setValue('𠮷'.repeat(200))
    expect(box.attributes('aria-invalid')).toBeUndefined()
    await page.find('.on').trigger('click')
    expect(sent.value).toBe(11)
  })

  it('sends once when an impatient thumb taps twice', async () => {
    const page = mount(YButton, { props: { text: '交上去' } })
    await page.trigger('click')
    await page.setProps({ busy: true })
    await page.trigger('click')
    expect(page.emitted('press')).toHaveLength(1)
    expect(page.attributes('disabled')).toBeUndefined()
  })
})

describe('dates and numbers', () => {
  const due = (props: InstanceType<typeof YDue>['$props']) => {
    const chip = mount(YDue, { props })
    return `${chip
      .classes()
      .filter((name) => name !== 'due')
      .join()} ${chip.text()}`.trim()
  }

  it('says the date first and turns amber on the last two days, brick when it is over', () => {
    expect(due({ date: '2026-11-30', left: 8 })).toBe('11月30日前答复，还有 8 个工作日')
    expect(due({ date: '2026-11-20', left: 2 })).toBe('soon 11月20日前答复，还有 2 个工作日')
    expect(due({ date: '2026-11-18', left: 0 })).toBe('soon 11月18日前答复，今天到期')
    expect(due({ date: '2026-11-17', left: -1 })).toBe('late 超期 1 个工作日')
    expect(due({ date: '2026-11-30', left: 1, paused: '等您补材料' })).toBe('等您补材料，不算时间')
  })

  it('speaks a receipt number digit by digit, in the groups that are printed', () => {
    const number = mount(YReceiptNumber, { props: { number: '4831705263189' } })
    expect(number.find('[aria-hidden]').text()).toBe('4831 7052 6318 9')
    expect(number.find('.sr').text()).toBe('4 8 3 1，7 0 5 2，6 3 1 8，9')
  })
})

describe('moving about', () => {
  const pageOf = (title: string) => defineComponent({ render: () => h(YPage, { title }) })

  it('tells a blind reader that a new page has come, but leaves the first page alone', async () => {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: '/', component: pageOf('首页') },
        { path: '/track', component: pageOf('您的申请') },
      ],
    })
    watchArrival(router)
    await router.push('/')
    const app = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
    expect(document.activeElement).toBe(document.body)
    await router.push('/track')
    await nextTick()
    expect(document.activeElement?.textContent).toBe('您的申请')
    expect(document.title).toBe('您的申请 · 一码')
    app.unmount()
  })

  it('closes a sheet by the back gesture and stays on the page', async () => {
    const open = ref(true)
    const page = mount(
      {
        render: () =>
          h(YSheet, {
            title: '有什么不同意见？',
            open: open.value,
            'onUpdate:open': (now: boolean) => {
              open.value = now
            },
          }),
      },
      { attachTo: document.body },
    )
    await nextTick()
    expect(page.find('dialog').attributes('open')).toBeDefined()
    dispatchEvent(new PopStateEvent('popstate'))
    await nextTick()
    await nextTick()
    expect(open.value).toBe(false)
    expect(page.find('dialog').attributes('open')).toBeUndefined()
  })

  it('keeps the sheet open that follows another, though the browser takes its time to leave the entry of the first', async () => {
    let state: unknown = null
    vi.spyOn(history, 'state', 'get').mockImplementation(() => state)
    vi.spyOn(history, 'pushState').mockImplementation((next: unknown) => { state = next })
    const back = vi.spyOn(history, 'back').mockImplementation(() => {
      setTimeout(() => dispatchEvent(new PopStateEvent('popstate')))
    })
    const [first, second] = [ref(true), ref(false)]
    const sheet = (title: string, open: typeof first) =>
      h(YSheet, { title, open: open.value, 'onUpdate:open': (now: boolean) => { open.value = now } })
    const page = mount({ render: () => h('div', [sheet('决定书', first), sheet('请他们再看一次', second)]) }, { attachTo: document.body })
    await flushPromises()
    first.value = false
    second.value = true
    await vi.waitFor(() => expect(back).toHaveBeenCalledOnce())
    await new Promise((done) => setTimeout(done, 20))
    expect(second.value).toBe(true)
    expect(page.findAll('dialog')[1]?.attributes('open')).toBeDefined()
    dispatchEvent(new PopStateEvent('popstate'))
    expect(second.value).toBe(false)
    page.unmount()
    vi.restoreAllMocks()
  })
})
