import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSSRApp, h } from 'vue'
import { replayEarlyTaps } from '../../web/src/app/early-taps.ts'

const boot = readFileSync(join(import.meta.dirname, '../../web/public/boot.js'), 'utf8')
const pressed = vi.fn<(name: string) => void>()
const button = (name: string) =>
  h('button', { type: 'button', onClick: () => pressed(name) }, [h('span', name)])
const page = { render: () => h('main', [button('大字'), button('看看能办什么')]) }

beforeAll(() => void new Function(boot)())
beforeEach(() => {
  pressed.mockReset()
  delete document.documentElement.dataset.alive
  document.body.innerHTML =
    '<div id="app"><main><button type="button"><span>大字</span></button>' +
    '<button type="button"><span>看看能办什么</span></button></main></div>'
})
afterEach(() => document.body.replaceChildren())

const drawn = (at: number): HTMLElement => {
  const found = document.querySelectorAll('button')[at]
  if (!found) throw new Error('no such button')
  return found
}
function comeAlive(): void {
  createSSRApp(page).mount('#app')
  replayEarlyTaps(document)
}

describe('somebody who taps before the code of the page is there', () => {
  it('sees that the tap was heard, and it happens once the page is alive', () => {
    drawn(1).querySelector('span')?.click()
    expect(drawn(1).dataset.pressed).toBe('')
    comeAlive()
    expect(pressed.mock.calls).toEqual([['看看能办什么']])
    expect(drawn(1).dataset.pressed).toBeUndefined()
  })

  it('again and again, because nothing moves, has tapped once', () => {
    for (let time = 0; time < 3; time += 1) drawn(1).click()
    comeAlive()
    expect(pressed).toHaveBeenCalledTimes(1)
  })

  it('taps as always afterwards', () => {
    comeAlive()
    expect(pressed).not.toHaveBeenCalled()
    drawn(0).click()
    expect(pressed.mock.calls).toEqual([['大字']])
    expect(drawn(0).dataset.pressed).toBeUndefined()
  })
})
