import { loadTexts } from '../app/text.ts'
import { loadSteps } from '../application/later-steps.ts'

/** Everything that follows a scan that cannot be sent: whoever opened this page once can file without a network. */
export const fetchFiling = (): Promise<unknown> =>
  Promise.all([
    loadSteps(),
    import('./FilePage.vue'),
    loadTexts(['application', 'assessment', 'identity', 'outbox']),
  ])
