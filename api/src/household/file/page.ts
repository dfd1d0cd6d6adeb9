import type { FileIndex } from './index-of.ts'
import type { Say } from './words.ts'

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const cell = (value: unknown): string =>
  escaped(
    value === null || value === undefined
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value),
  )

const table = (rows: readonly (readonly unknown[])[]): string =>
  `<table>${rows.map((row) => `<tr>${row.map((one) => `<td>${cell(one)}</td>`).join('')}</tr>`).join('\n')}</table>`

const list = (say: Say, items: readonly string[]): string =>
  items.length === 0
    ? `<p>${escaped(say('file.none'))}</p>`
    : `<ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`

const link = (file: string | null, text: string): string =>
  file === null ? escaped(text) : `<a href="${escaped(file)}">${escaped(text)}</a>`

const style =
  'body{font:16px/1.6 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}' +
  'td{border:1px solid #999;padding:.3em .5em;vertical-align:top}code{font-size:11px;word-break:break-all}'

function requestTable(say: Say, { request }: FileIndex): string {
  const { person } = request
  return table([
    [say('file.person'), person.name],
    ['', person.idNumber],
    ['', say(`file.level.${person.level}`)],
    [say('file.submitted'), request.submittedOn],
    [say('file.state'), say(`claim.application.${request.state}`)],
    [say('file.office'), request.office],
    [say('file.place'), request.place],
    [say('file.words'), request.words],
  ])
}

function eventItem(say: Say, event: FileIndex['events'][number]): string {
  const when = event.at.slice(0, 16).replace('T', ' ')
  const by = event.by === null ? '' : `，${escaped(say('file.by'))} ${escaped(event.by)}`
  const left = event.file === null ? `<br>${escaped(say('file.left-out'))}` : ''
  return (
    `${link(event.file, say('file.no', { number: String(event.number) }))} ${escaped(when)} ${escaped(event.text)}${by}${left}` +
    `<br><code>${escaped(say('file.digest'))} ${event.payloadDigest}<br>${escaped(say('file.hash'))} ${event.hash}</code>`
  )
}

/** The same as index.json for who reads or prints it: no script, nothing fetched from anywhere. */
export function pageOf(say: Say, language: string, index: FileIndex): string {
  const section = (key: string, inside: string): string =>
    `<h2>${escaped(say(`file.section.${key}`))}</h2>\n${inside}`
  const title = `${say('file.title')} · ${say('file.receipt', { number: index.request.receiptNumber })}`
  const body = [
    `<h1>${escaped(title)}</h1><p>${escaped(say('file.lead'))}</p><p>${escaped(say('file.check'))}</p>`,
    section(
      'missing',
      index.missing.length === 0
        ? `<p>${escaped(say('file.missing.none'))}</p>`
        : list(say, index.missing.map(escaped)),
    ),
    section('request', requestTable(say, index)),
    section(
      'claims',
      table(
        index.claims.map(({ name, state, decision, reason }) => [
          name,
          say(`claim.state.${state}`),
          decision ? `${decision.on} ${decision.basis}` : '',
          decision?.reason ?? reason,
        ]),
      ),
    ),
    section(
      'facts',
      table(
        index.facts.map(({ key, member, value, source, asOf, fenced }) => [
          say(`fact.label.${key}`),
          member ?? '',
          fenced ? say('file.fenced') : value,
          say(`file.source.${source}`),
          asOf,
        ]),
      ),
    ),
    section(
      'consents',
      list(say, [
        ...index.wordings.map(({ file, version }) => link(file, version)),
        ...index.signatures.map(
          ({ file, who, on, sha256 }) =>
            `${link(file, say('file.signed', { who }))} ${escaped(on ?? '')} <code>${sha256}</code>`,
        ),
      ]),
    ),
    section(
      'decisions',
      list(
        say,
        index.decisions.map(({ file, number, on }) => `${link(file, number)} ${escaped(on)}`),
      ),
    ),
    section(
      'reports',
      list(
        say,
        index.reports.map(({ file, madeOn }) => link(file, madeOn ?? say('file.section.reports'))),
      ),
    ),
    section(
      'papers',
      list(
        say,
        index.pictures.map(
          ({ kind, paper, file, sha256 }) =>
            `${link(file, say(`file.kind.${kind}`))} ${paper === null ? '' : escaped(say(`policy.paper.${paper}`))} <code>${sha256 ?? ''}</code>`,
        ),
      ),
    ),
    section(
      'events',
      list(
        say,
        index.events.map((event) => eventItem(say, event)),
      ),
    ),
  ]
  return (
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head>\n` +
    `<body>\n${body.join('\n')}\n</body></html>\n`
  )
}
