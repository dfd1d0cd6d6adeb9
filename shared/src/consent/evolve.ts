import { consentPurpose, type Authorisation } from './authorisation.ts'
import type { ConsentEvent } from './commands.ts'

type Listed = Extract<ConsentEvent, { type: 'authorisation-listed' }>

const fresh = ({ id, who, role, ward, departments, until, on }: Listed): Authorisation => ({
  ...{ id, who, role, ward, departments, until, purpose: consentPurpose, state: 'asked', askedOn: on },
  ...{ method: null, certainty: null, version: null, hash: null, signedOn: null, signer: null },
  ...{ endedOn: null, renewedBy: null },
})

function after(one: Authorisation, event: Exclude<ConsentEvent, Listed>): Authorisation {
  const { on } = event
  switch (event.type) {
    case 'authorisation-named':
      return { ...one, who: event.who }
    case 'authorisation-asked':
      return one
    case 'authorisation-signed': {
      const { method, certainty, version, hash, signer } = event
      const who = { ...one.who, numberKnown: event.numberKnown }
      const signed = { method, certainty, version, hash, signer, signedOn: on, endedOn: null }
      return { ...one, ...signed, who, state: 'signed' }
    }
    case 'authorisation-refused':
      return { ...one, state: 'refused', endedOn: on }
    case 'authorisation-withdrawn':
      return { ...one, state: 'withdrawn', endedOn: on }
    case 'authorisation-seen':
      return { ...one, certainty: 'seen' }
    case 'authorisation-struck':
      return { ...one, state: 'struck', endedOn: on }
    case 'authorisation-expired':
      return { ...one, state: 'expired', endedOn: on }
    default:
      return event satisfies never
  }
}

/** The household’s authorisations after an event. Never refuses: what happened has happened. */
export function evolve(all: readonly Authorisation[], event: ConsentEvent): Authorisation[] {
  if (event.type !== 'authorisation-listed')
    return all.map((one) => (one.id === event.id ? after(one, event) : one))
  const before = all.map((one) => (one.id === event.renews ? { ...one, renewedBy: event.id } : one))
  return [...before, fresh(event)]
}
