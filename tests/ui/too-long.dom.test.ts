import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import YButton from '../../web/src/ui/YButton.vue'
import YField from '../../web/src/ui/YField.vue'

enableAutoUnmount(afterEach)

/** What was done by a tap on each button, while every box holds one sign too many. */
function page(template: string) {
  const done = ref<string[]>([])
  const opened = mount(
    {
      components: { YButton, YField },
      setup: () => ({ text: '一二三四', done }),
      template: `<div class="page">${template}</div>`,
    },
    { attachTo: document.body },
  )
  const tap = async (label: string): Promise<string[]> => {
    await opened
      .findAll('button')
      .find((one) => one.text() === label)
      ?.trigger('click')
    return done.value
  }
  return { opened, tap }
}
const box = '<YField v-model="text" label="原因" :maxlength="3" />'
const button = (kind: string, label: string): string =>
  `<YButton kind="${kind}" text="${label}" @press="done.push('${label}')" />`

describe('what is too long', () => {
  it.each([
    ['of a form', `<form>${box}${button('main', '交')}</form>`],
    ['of a refusal in a sheet', `<dialog open>${box}${button('stop', '交')}</dialog>`],
    ['of a page whose button stands below', `<main>${box}</main>${button('main', '交')}`],
    ['in what was folded away', `<details>${box}</details>${button('main', '交')}`],
  ])('%s is not handed in, and its box has the focus', async (_where, template) => {
    const { opened, tap } = page(template)
    expect(await tap('交')).toEqual([])
    expect(document.activeElement).toBe(opened.find('input').element)
    expect(opened.find('details:not([open])').exists()).toBe(false)
  })

  it.each([
    ['sees an urgent call beside it', `${button('stop', '看到了')}<main>${box}</main>`, '看到了'],
    ['ends the visit', `<form>${box}</form>${button('stop', '办完了')}`, '办完了'],
    ['hands in another form', `<form>${box}</form><form>${button('main', '交')}</form>`, '交'],
    ['answers a question above the page', `${box}<dialog open>${button('stop', '停')}</dialog>`, '停'],
    [
      'takes up another request',
      `<div class="pane">${button('main', '接')}</div><div class="pane">${box}</div>`,
      '接',
    ],
  ])('does not hold back who %s', async (_what, template, label) => {
    expect(await page(template).tap(label)).toEqual([label])
  })
})
