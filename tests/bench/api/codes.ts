// Residents who hold out a code, and officers who scan it: each code once, as at a window.
import { createHash, randomBytes } from 'node:crypto'
import { secretText } from '@yima/shared/code/write'
import { submission, writeHeaders, type Wanted } from './requests.ts'
import { ask } from './stage.ts'

/** Residents whose codes are scanned in turn. */
const residents = 100
const county = '990101'

type Reply = { status: number; cookie: string; body: unknown }

async function call(base: string, path: string, body?: unknown, cookie = ''): Promise<Reply> {
  const answer = await fetch(`${base}/api${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : writeHeaders()), cookie },
  })
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  return { status: answer.status, cookie: cookies.join('; '), body: await answer.json() }
}

/** Somebody who applied with a confirmed phone and has shown a code once. */
async function resident(base: string, at: number): Promise<void> {
  const body = submission(at)
  const { phone } = body.applicant
  await call(base, '/phone-codes', { phone })
  const { messages } = (await call(base, '/demo/outbox')).body as { messages: { to: string; body: string }[] }
  const code = /\d{6}/.exec(messages.find(({ to }) => to === phone)?.body ?? '')?.[0]
  const { phoneProof } = (await call(base, '/phone-codes/confirm', { phone, code })).body as {
    phoneProof: string
  }
  const { cookie } = await call(base, '/applications', {
    ...body,
    applicant: { ...body.applicant, phoneProof },
  })
  const shown = await call(base, '/me/codes', {}, cookie)
  if (shown.status !== 201) throw new Error(`no code: ${shown.status}`)
}

/** The cookie of an officer of the demonstration. */
export async function cookieOf(base: string, name: string): Promise<string> {
  const { officers: all } = (await call(base, '/staff/officers')).body as { officers: { id: string; name: string }[] }
  const officerId = all.find((one) => one.name === name)?.id
  return (await call(base, '/staff/sessions', { officerId })).cookie
}

/** Cookies of every officer of the demonstration who may scan. */
async function officers(base: string): Promise<string[]> {
  const { officers: all } = (await call(base, '/staff/officers')).body as { officers: { id: string }[] }
  const cookies: string[] = []
  for (const { id } of all) {
    const { cookie } = await call(base, '/staff/sessions', { officerId: id })
    const tried = await call(base, '/work/scans', { text: 'nothing', purpose: 'progress' }, cookie)
    if (tried.status === 200) cookies.push(cookie)
  }
  return cookies
}

/** Codes as the app itself makes them, for longer than thirty seconds: answers their secrets. */
async function makeCodes(url: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(16).toString('base64url'))
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'))
  // All of the same moment: a code that is scanned ends older ones of its phone.
  const statement = `
    WITH known AS (SELECT row_number() OVER () - 1 AS at, * FROM
      (SELECT DISTINCT county_code, identity_id, session_id FROM code WHERE kind = 'mine' AND session_id IS NOT NULL) one),
    fresh AS (SELECT hash, (n - 1) % (SELECT count(*) FROM known) AS at FROM unnest($1::text[]) WITH ORDINALITY AS given (hash, n))
    INSERT INTO code (id, county_code, kind, token_hash, number_index, identity_id, session_id, issued_at, expires_at, number_until)
    SELECT gen_random_uuid(), county_code, 'mine', decode(hash, 'hex'), sha256(decode(hash, 'hex')), identity_id, session_id,
           now(), now() + interval '1 hour', now()
      FROM fresh JOIN known USING (at)`
  await ask(url, statement, [hashes])
  return tokens
}

/** Scans for Yima, each of another code, by officers in turn; `first` is the number of the first person who is nobody yet. */
export async function scansOf(
  base: string,
  url: string,
  first: number,
  count: number,
): Promise<() => Wanted> {
  for (let at = 0; at < residents; at += 1) await resident(base, first + at)
  const cookies = await officers(base)
  const tokens = await makeCodes(url, count)
  let at = 0
  return () => {
    const token = tokens[at]
    if (token === undefined) throw new Error('There are no more codes')
    const cookie = cookies[at % cookies.length] ?? ''
    at += 1
    const body = JSON.stringify({ text: secretText('mine', county, token), purpose: 'progress' })
    return { method: 'POST', path: '/api/work/scans', body, cookie }
  }
}

/** The same for the bare endpoint: one row each, found and marked by one statement. */
export async function bareScans(url: string, count: number): Promise<(at: number) => Wanted> {
  await ask(
    url,
    `INSERT INTO token SELECT 'token-' || n, '周*芬', 'claimed', 1 FROM generate_series(0, $1 - 1) n`,
    [count],
  )
  return (at) => ({ method: 'POST', path: '/scan', body: JSON.stringify({ text: `token-${at % count}` }) })
}
