import type { Danger, Span } from './reading.ts'
import type { Heard } from './signal.ts'

type Alarm = { danger: Danger; signals: readonly string[]; when(h: Heard): boolean }

const over = (h: Heard): boolean => h.has('resolved')
const stale = (h: Heard): boolean => h.has('longAgo') && !h.has('now')

/** What makes words urgent: life, food, shelter, safety or treatment at stake within about a week. */
const alarms: readonly Alarm[] = [
  { danger: 'suicide', signals: ['suicide'], when: (h) => h.has('suicide') },
  { danger: 'violence', signals: ['violenceNow', 'violence'], when: (h) => h.has('violence') && h.has('violenceNow') && !h.has('violencePast') },
  { danger: 'child', signals: ['babyHungry', 'childAlone'], when: (h) => h.has('babyHungry', 'childAlone') && !over(h) },
  { danger: 'illness', signals: ['lifeThreat'], when: (h) => h.has('lifeThreat') && !over(h) && !stale(h) },
  { danger: 'illness', signals: ['treatmentStop', 'treatmentSoon'], when: (h) => h.has('treatmentSoon') && h.has('treatmentStop', 'medicalCost', 'moneyless', 'notInsured', 'debtWord') && !over(h) },
  { danger: 'fire', signals: ['fire'], when: (h) => h.has('fire') && !stale(h) && !over(h) },
  { danger: 'disaster', signals: ['gasLeak', 'disasterCause'], when: (h) => h.has('gasLeak') || (h.has('disasterCause') && h.has('homeLost', 'homeHurt', 'displaced') && h.has('now')) },
  { danger: 'food', signals: ['noFood'], when: (h) => h.has('noFood') && !over(h) && !stale(h) },
  { danger: 'shelter', signals: ['shelterless', 'evicted'], when: (h) => h.has('shelterless', 'evicted') && !over(h) && !stale(h) },
  { danger: 'accident', signals: ['accident', 'traffic'], when: (h) => h.has('accident', 'traffic') && h.has('treatmentStop', 'treatmentSoon', 'feedMany') && !stale(h) },
]

/** The dangers heard, most pressing first, with the words that tell of them. */
export function hearDangers(heard: Heard): { danger: Danger; span: Span | undefined }[] {
  const found: { danger: Danger; span: Span | undefined }[] = []
  for (const alarm of alarms) {
    if (!alarm.when(heard) || found.some((f) => f.danger === alarm.danger)) continue
    found.push({ danger: alarm.danger, span: firstOf(heard, alarm.signals) })
  }
  return found
}

function firstOf(heard: Heard, names: readonly string[]): Span | undefined {
  for (const name of names) {
    const span = heard.first(name)
    if (span) return span
  }
  return undefined
}
