import { shallowRef } from 'vue'
import { vi } from 'vitest'
import { heWenjing, today as day } from './requests.ts'

/** In place of `app/session.ts`: 何文静 sits at the desk, unless a story sends in somebody else. */
export const read = vi.fn(async (): Promise<unknown> => ({ resident: null, officer: heWenjing, demo: true, today: day }))
export const session = shallowRef<unknown>()
export const readSession = async (): Promise<unknown> => (session.value = await read())
export const getSession = readSession
export const today = (): string => day
