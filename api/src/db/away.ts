import { sqlState } from './state.ts'

/** Refused or lost on the way; 08 connection, 53 disk or memory full, 57P0x starting up or shutting down. */
const states = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|08|53|57P0)/
const words = new RegExp(
  [
    'Cannot use a pool after calling end',
    'Connection terminated',
    'Query read timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error',
    'Client was closed and is not queryable',
  ].join('|'),
)

const messageOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}\n${messageOf(error.cause)}` : error.message

/**
 * Whether the database could not be asked, or may not have answered: nothing is wrong with what was
 * asked, and the same may be tried again. The driver says some of it in words alone.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return states.test(sqlState(error) ?? '') || words.test(messageOf(error))
}
