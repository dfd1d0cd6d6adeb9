import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { routes } from '../fixtures/all-pages.ts'
import { item } from './requests.ts'

/** The words of an element as somebody reads them. */
export const text = (element: { textContent: string | null } | undefined): string =>
  (element?.textContent ?? '').replace(/\s+/g, '')

/** Opens an address of the desk. */
export async function open(path: string): Promise<VueWrapper> {
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [router] } })
  await vi.dynamicImportSettled()
  await flushPromises()
  return page
}
export const openRequest = (): Promise<VueWrapper> => open(`/work/applications/${item().id}`)

const button = (page: VueWrapper, label: string) => {
  const found = page.findAll('button').find((one) => text(one.element).includes(label))
  if (!found) throw new Error(`no button ${label}`)
  return found
}
export const dialog = (page: VueWrapper) => page.find('dialog[open]')
export const press = async (page: VueWrapper, label: string): Promise<void> => {
  await button(page, label).trigger('click')
  await vi.dynamicImportSettled()
  await flushPromises()
}
export const pressIn = async (page: VueWrapper, selector: string): Promise<void> => {
  await dialog(page).find(selector).trigger('click')
  await flushPromises()
}

/** Where an act on the request of these tests goes. */
export const on = (path: string): string => `/work/applications/${item().id}${path}`
