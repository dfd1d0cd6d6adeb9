import { isDatabaseAway } from './db/away.ts'

/**
 * The queue records the end of a job without waiting for the answer; were the database away at that
 * moment, Node would end this process. The job is taken up again when its time runs out. Anything
 * else that nobody listens to is a fault of ours and still ends the process.
 */
export function surviveLostDatabase(): void {
  process.on('unhandledRejection', (error) => {
    if (!isDatabaseAway(error)) throw error
  })
}
