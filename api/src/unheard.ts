import { sqlState } from './db/transaction.ts'

const lostConnection = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08000', '08003', '08006',
])
const lostWords = new RegExp([
  'Cannot use a pool after calling end',
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
].join('|'))

function isLostConnection(error: unknown): boolean {
  if (lostConnection.has(sqlState(error) ?? '')) return true
  return error instanceof Error && lostWords.test(error.message)
}

/**
 * The queue records the end of a job without waiting for the answer; were the database away at that
 * moment, Node would end this process. The job is taken up again when its time runs out. Anything
 * else that nobody listens to is a fault of ours and still ends the process.
 */
export function surviveLostDatabase(): void {
  process.on('unhandledRejection', (error) => {
    if (!isLostConnection(error)) throw error
  })
}
