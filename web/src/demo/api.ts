import { http } from '../app/http.ts'

export type DemoMessage = {
  id: string
  to: string
  body: string
  /** `morning`: waits until eight. */
  state: 'morning' | 'waiting' | 'sending' | 'sent' | 'delivered' | 'failed' | 'replaced'
  /** ISO 8601, on the demonstration's clock. */
  at: string
}
/** One of the invented people who hold a status already. */
export type DemoStatus = { name: string; idNumber: string; status: string }
export type DemoOutbox = { today: string; now: string; messages: DemoMessage[]; statuses: DemoStatus[] }

/** Every SMS of the demonstration, newest first. Rejects with `not-found` where nothing is demonstrated. */
export const readOutbox = (): Promise<DemoOutbox> => http.get('/demo/outbox')

/** Lives some days on; all clocks of the demonstration follow. */
export const passDays = (days: number): Promise<{ today: string }> => http.post('/demo/time', { days })
