import type { EventHead, TrailRoot } from './contract.ts'

// What is hashed and signed, letter by letter: both sides and every outsider must write it alike.

/** The part of an event that its hash covers besides digest and previous hash. */
export const eventText = (
  stream: string,
  { number, type, at, actorKind, actorId }: Omit<EventHead, 'payloadDigest' | 'previousHash'>,
): string => JSON.stringify([stream, number, type, at, actorKind, actorId])

/** What the county signs on a receipt. */
export const receiptText = (
  county: string,
  receiptNumber: string,
  { stream, number, hash }: { stream: string; number: number; hash: string },
): string => JSON.stringify(['yima-receipt', county, receiptNumber, stream, number, hash])

/** What the county signs at the end of a day. */
export const rootText = (root: Omit<TrailRoot, 'key' | 'signature'>): string =>
  JSON.stringify([
    'yima-trail-root',
    root.county,
    root.number,
    root.from,
    root.until,
    root.size,
    root.root,
    root.looks.size,
    root.looks.hash,
    root.organisation.number,
    root.organisation.hash,
    root.previous,
  ])
