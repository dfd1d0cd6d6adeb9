import type { ParsedCode } from './parse.ts'
import { codeAddress, placeAddress, secretText, signedText } from './write.ts'

/** A code that stands for a thing and not for whoever holds it, and the page below this app that it belongs to. */
export type Lead = { kind: 'entitlement' | 'receipt' | 'member' | 'signing' | 'place'; to: string }

/** Where a scanned or typed text leads that recognises nobody; undefined for what does, and for what is no code. */
export function leadOf(parsed: ParsedCode): Lead | undefined {
  switch (parsed.kind) {
    case 'entitlement':
      return { kind: 'entitlement', to: codeAddress('', signedText(parsed.signed, parsed.signature)) }
    case 'receipt':
      return { kind: 'receipt', to: `/track#${parsed.number}` }
    case 'member':
      return { kind: 'member', to: codeAddress('', secretText('member', parsed.county, parsed.token)) }
    case 'member-number':
      return { kind: 'member', to: `/join#${parsed.number}` }
    case 'signing':
      return { kind: 'signing', to: codeAddress('', secretText('signing', parsed.county, parsed.token)) }
    case 'signing-number':
      return { kind: 'signing', to: `/consent#${parsed.number}` }
    case 'place':
      return { kind: 'place', to: placeAddress('', parsed.region) }
    case 'mine':
    case 'number':
    case 'card':
    case 'card-number':
    case 'device':
    case 'none':
      return undefined
    default:
      return parsed satisfies never
  }
}
