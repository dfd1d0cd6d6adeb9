import { createHash } from 'node:crypto'
import { createChallenge, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import * as v from 'valibot'
import { maxParts } from '@yima/shared/file/size'
import type { Challenge, Proof } from '@yima/shared/proof/contract'
import type { Config } from '../config.ts'
import { demoFactor } from '../http/network.ts'
import type { Vault } from '../vault.ts'

const algorithm = 'PBKDF2/SHA-256'
/** One try costs a cheap phone about 6 ms; the right one lies anywhere among the first hundred: 0.3 s. */
const roundsPerTry = 2000
const tries = 100
/** At six times the work the unluckiest cheap phone is done in about four seconds; nobody waits longer. */
const mostWork = 6

/** Past what a network may do in an hour: some seconds of a cheap phone, while its owner still writes. */
const hardTimes = 12

const windowSeconds = 300
/** Challenges that a network gets in five minutes before they grow: a dozen people with three photos each. */
const freePerWindow = 60
const goodForSeconds = 600
/** As often as a phone on a breaking line sends one write again before it is asked anew. */
const passesOfWrite = 5
/** All parts of the largest picture, some of them twice, and its completion. */
const passesOfPicture = maxParts + 80

const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
const proofShape = v.strictObject({
  challenge: v.strictObject({
    parameters: v.strictObject({
      algorithm: v.literal(algorithm),
      nonce: text(64),
      salt: text(64),
      cost: v.number(),
      keyLength: v.number(),
      keyPrefix: text(64),
      keySignature: text(64),
      expiresAt: v.number(),
      data: v.strictObject({ write: text(64) }),
    }),
    signature: text(64),
  }),
  solution: v.object({ counter: v.number(), derivedKey: text(64) }),
})
type Brought = v.InferOutput<typeof proofShape>

const longestHeader = 4096

/** What a header brings, or undefined for anything that is no proof. */
function readProof(header: string | undefined): Brought | undefined {
  if (!header || header.length > longestHeader) return undefined
  try {
    const parsed = v.safeParse(proofShape, JSON.parse(Buffer.from(header, 'base64url').toString('utf8')))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/**
 * The one write that a proof is for: its route, its Idempotency-Key and its device; a picture may come in parts. `hard` is
 * more work in place of a refusal: it serves once.
 */
export type Write = { route: string; key: string; device: string; inParts?: boolean; hard?: boolean }

const nameOf = ({ route, key, device, hard }: Write): string =>
  createHash('sha256').update(`${route}\n${key}\n${device}${hard ? '\nhard' : ''}`).digest('hex')

const passesOf = ({ inParts, hard }: Write): number => {
  if (hard) return 1
  return inParts ? passesOfPicture : passesOfWrite
}

/**
 * Work in place of a puzzle, which old people do not solve. A challenge is signed and names the one
 * write it is for, so any process can check it. Each process counts how often a proof served, for as long as
 * it is good: sending the same again is honest, doing so without end is a flood for one piece of work.
 */
export class Proofs {
  readonly #secrets: { hmacSignatureSecret: string; hmacKeySignatureSecret: string }
  readonly #asked = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: windowSeconds })
  /** By nonce, which is signed. Only work that was done is counted, so work bounds the memory, too. */
  readonly #served = new RateLimiterMemory({ points: passesOfPicture, duration: goodForSeconds })
  readonly #free: number

  constructor(vault: Pick<Vault, 'index'>, { demo }: Pick<Config, 'demo'>) {
    const secret = (use: string) => vault.index('proof', use).toString('hex')
    this.#secrets = { hmacSignatureSecret: secret('challenge'), hmacKeySignatureSecret: secret('key') }
    this.#free = demo ? freePerWindow * demoFactor : freePerWindow
  }

  /** How often the work is multiplied for a network that has been asking much: 1 to `mostWork`. */
  async #work(network: string): Promise<number> {
    const { consumedPoints } = await this.#asked.consume(network)
    return Math.min(mostWork, Math.max(1, Math.ceil(consumedPoints / this.#free)))
  }

  /** A challenge for this write. Asking is what makes later ones grow: hoarding them does not help. */
  async challenge(write: Write, network: string): Promise<Challenge> {
    return createChallenge({
      ...this.#secrets,
      algorithm,
      deriveKey,
      cost: roundsPerTry,
      counter: randomInt(tries * (write.hard ? hardTimes : await this.#work(network)) - 1, 0),
      // The machine's own time: the office's may be a day that somebody lives through in a demonstration.
      expiresAt: new Date(Date.now() + goodForSeconds * 1000),
      data: { write: nameOf(write) },
    })
  }

  /** Whether the header proves work for this very write, and has not served too often. */
  async isProven(write: Write, header: string | undefined): Promise<boolean> {
    const proof: Proof | undefined = readProof(header)
    if (!proof || proof.challenge.parameters.data?.['write'] !== nameOf(write)) return false
    const { verified } = await verifySolution({ ...this.#secrets, ...proof, deriveKey })
    return verified && (await this.#mayServe(write, proof.challenge.parameters.nonce))
  }

  async #mayServe(write: Write, nonce: string): Promise<boolean> {
    const { consumedPoints } = await this.#served.penalty(nonce)
    return consumedPoints <= passesOf(write)
  }
}
