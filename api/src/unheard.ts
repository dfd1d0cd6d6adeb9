import { isDatabaseAway } from './db/away.ts'
import type { Log } from './log.ts'

/**
 * The queue records the end of a job without waiting for the answer; were the database away at that
 * moment, Node would end this process. The job is taken up again when its time runs out. Anything
 * else that nobody listens to is a fault of ours and still ends the process; it is told by the log,
 * because Node would print it with every value that the failed query carried.
 */
export function surviveLostDatabase(log: Log): void {
  process.on('unhandledRejection', (error) => {
    if (isDatabaseAway(error)) return
    log.fatal({ err: error }, 'ended by a promise that nobody heard')
    process.exit(1)
  })
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ended by an error that nobody caught')
    process.exit(1)
  })
}
