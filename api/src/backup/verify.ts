import type pg from 'pg'
import type { Content } from '../application/content.ts'
import { picturesNamed } from '../application/pictures.ts'
import type { FileStore } from '../file/store.ts'
import { tablesUnderMasterKey } from '../rotation/columns.ts'
import { eventHash } from '../trail/append.ts'
import { openBytes, sha256, type Vault } from '../vault.ts'
import { Retold } from './retold.ts'
import { rowsOf } from './snapshot.ts'
import { countCut, countFalseLines, countFalsePayments, type ToldPayment } from './sums.ts'

/** What was found, and what is not as it should be, without anything personal. */
export type Findings = {
  applications: number
  claims: number
  events: number
  pictures: number
  /** How many things of each kind are wrong; empty when all is well. */
  wrong: Partial<Record<Wrong, number>>
}

export type Wrong =
  | 'broken-chain'
  | 'unreadable-event'
  | 'unreadable-application'
  | 'unreadable-claim'
  | 'claim-not-as-told'
  | 'ledger-not-as-told'
  | 'unreadable-field'
  | 'missing-picture'

type EventRow = {
  stream: string
  number: number
  type: string
  at: Date
  actorKind: 'resident' | 'officer' | 'system'
  actorId: string | null
  payloadDigest: Buffer
  previousHash: Buffer
  hash: Buffer
  sealed: Buffer | null
  wrapped: Buffer | null
}

const namedAtATime = 500

const eventsQuery = `
  SELECT e.stream, e.number, e.type, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId",
         e.payload_digest AS "payloadDigest", e.previous_hash AS "previousHash", e.hash,
         p.sealed, w.key_wrapped AS wrapped
    FROM event e
    LEFT JOIN event_payload p ON p.stream = e.stream AND p.number = e.number
    LEFT JOIN person w ON w.id = p.person_id
   ORDER BY e.stream, e.number`

/** Events that keep what was handed in; those of claims name papers that are asked for, which are no pictures. */
const handedIn = new Set(['application-submitted', 'outreach-requested'])

const picturesOf = (clear: Buffer): string[] => picturesNamed(JSON.parse(clear.toString()) as Content)
const picturesSaid = ({ content }: { content?: Content }): string[] => (content ? picturesNamed(content) : [])

/** Events that say how much money somebody was promised or given before their papers. */
const ofMoney = new Set(['payment-proposed', 'payment-handed'])

/** Opens what a database holds, as its keys and its trail let it. Runs inside an open transaction. */
class Verification {
  readonly #client: pg.ClientBase
  readonly #vault: Vault
  #named: string[] = []
  #paid: ToldPayment[] = []
  readonly #retold = new Retold()
  /** Something of this stream cannot be read: what it would tell is not known. */
  #silent = false
  readonly findings: Findings = { applications: 0, claims: 0, events: 0, pictures: 0, wrong: {} }

  /** An older version’s, which another told: what its rows say is held against its events once it is brought up to date. */
  readonly #isOlder: boolean

  constructor(client: pg.ClientBase, vault: Vault, isOlder: boolean) {
    this.#client = client
    this.#vault = vault
    this.#isOlder = isOlder
  }

  #note(wrong: Wrong, count = 1): void {
    if (count === 0) return
    this.findings.wrong[wrong] = (this.findings.wrong[wrong] ?? 0) + count
  }

  /** The clear bytes, or undefined when they do not open. Erased: nothing can open it, and nothing should. */
  #open(wrapped: Buffer | null, sealed: Buffer): Buffer | 'erased' | undefined {
    if (wrapped === null) return 'erased'
    try {
      return openBytes(this.#vault.unwrap(wrapped), sealed)
    } catch {
      return undefined
    }
  }

  async trail(): Promise<void> {
    let before: EventRow | undefined
    for await (const row of rowsOf<EventRow>(this.#client, eventsQuery)) {
      this.findings.events += 1
      if (before && before.stream !== row.stream) await this.#endStream(before)
      this.#follow(row, before?.stream === row.stream ? before : undefined)
      if (this.#named.length >= namedAtATime) await this.#findNamed()
      before = row
    }
    if (before) await this.#endStream(before)
    await this.#findNamed()
    this.#note('broken-chain', await countCut(this.#client, this.#isOlder))
  }

  async #endStream({ stream }: EventRow): Promise<void> {
    if (this.#isOlder) return
    const differing = await this.#retold.differing(this.#client, this.#vault, stream)
    if (!this.#silent) this.#note('claim-not-as-told', differing)
    this.#silent = false
    if (this.#paid.length >= namedAtATime) await this.#findPaid()
  }

  async #findPaid(): Promise<void> {
    const told = this.#paid
    this.#paid = []
    this.#note('ledger-not-as-told', await countFalsePayments(this.#client, told))
  }

  /** The townships' ledgers: each line after the one before, and every payment as the trail tells it. */
  async ledgers(): Promise<void> {
    if (this.#isOlder) return
    await this.#findPaid()
    this.#note('ledger-not-as-told', await countFalseLines(this.#client))
  }

  #follow(row: EventRow, before: EventRow | undefined): void {
    const linked =
      row.previousHash.equals(before?.hash ?? Buffer.alloc(32)) && row.number === (before?.number ?? 0) + 1
    if (!linked || !eventHash(row).equals(row.hash)) this.#note('broken-chain')
    const clear = row.sealed === null ? undefined : this.#open(row.wrapped, row.sealed)
    if (clear !== undefined && clear !== 'erased' && sha256(clear).equals(row.payloadDigest)) {
      this.#hear(row.type, JSON.parse(clear.toString()) as Record<string, unknown>)
      return
    }
    this.#silent = true
    if (clear !== 'erased') this.#note('unreadable-event')
  }

  #hear(type: string, payload: Record<string, unknown>): void {
    if (handedIn.has(type)) this.#named.push(...picturesSaid(payload))
    if (ofMoney.has(type)) this.#paid.push(payload as ToldPayment)
    this.#retold.hear(type, payload)
  }

  /** What was named must be there: a picture that was taken out together with its row is missing too. */
  async #findNamed(): Promise<void> {
    const named = [...new Set(this.#named)]
    this.#named = []
    const { rows } = await this.#client.query<{ gone: number }>(
      'SELECT count(*)::int AS gone FROM unnest($1::uuid[]) AS n (id) WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.id = n.id)',
      [named],
    )
    if (rows[0] && rows[0].gone > 0) this.#note('missing-picture', rows[0].gone)
  }

  async contents(): Promise<void> {
    const ofPerson = async (query: string, wrong: Wrong, each: (clear?: Buffer) => void) => {
      for await (const { wrapped, sealed } of rowsOf<{ wrapped: Buffer | null; sealed: Buffer }>(
        this.#client,
        query,
      )) {
        const clear = this.#open(wrapped, sealed)
        each(Buffer.isBuffer(clear) ? clear : undefined)
        if (clear === undefined) this.#note(wrong)
      }
    }
    const applications =
      'SELECT p.key_wrapped AS wrapped, a.sealed FROM application a JOIN person p ON p.id = a.person_id'
    await ofPerson(applications, 'unreadable-application', (clear) => {
      this.findings.applications += 1
      if (clear) this.#named.push(...picturesOf(clear))
    })
    await this.#findNamed()
    const claims = `SELECT p.key_wrapped AS wrapped, c.sealed FROM claim c
                      JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.person_id`
    await ofPerson(claims, 'unreadable-claim', () => {
      this.findings.claims += 1
    })
  }

  async fields(): Promise<void> {
    for (const { table, columns } of await tablesUnderMasterKey(this.#client)) {
      const query = `SELECT ${columns.join(', ')} FROM ${table}`
      for await (const row of rowsOf<Record<string, Buffer | null>>(this.#client, query)) {
        for (const sealed of Object.values(row))
          if (sealed !== null && !this.#opens(sealed)) this.#note('unreadable-field')
      }
    }
  }

  #opens(sealed: Buffer): boolean {
    try {
      this.#vault.unwrap(sealed)
      return true
    } catch {
      return false
    }
  }

  async pictures(files: FileStore): Promise<void> {
    const query = 'SELECT DISTINCT content_hash AS hash FROM file'
    for await (const { hash } of rowsOf<{ hash: Buffer }>(this.#client, query)) {
      this.findings.pictures += 1
      await files.get(hash).catch(() => {
        this.#note('missing-picture')
      })
    }
  }
}

/**
 * Looks at everything: the hash chains of the trail, whether each field, application, claim and event
 * opens with these keys and says what its digest says, whether claims and
 * ledgers are what the trail tells of them, and each picture by its own hash. Memory stays
 * constant. `client` must be in a transaction.
 * @param isOlder it stands as an older version left it
 */
export async function verify(client: pg.ClientBase, vault: Vault, files: FileStore, isOlder = false): Promise<Findings> {
  const verification = new Verification(client, vault, isOlder)
  await verification.trail()
  await verification.ledgers()
  await verification.contents()
  await verification.fields()
  await verification.pictures(files)
  return verification.findings
}
