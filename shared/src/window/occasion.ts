/** What an officer may be shown of somebody on one occasion, each thing by itself; beyond it nothing leaves the api. */
export const shownScopes = [
  'name', 'id-number', 'contact', 'address', 'applications', 'facts', 'papers',
] as const
export type ShownScope = (typeof shownScopes)[number]

/** What somebody came for. Chosen before the code is read, and told to its owner. */
export const purposes = ['apply', 'papers', 'progress', 'prove', 'card', 'other'] as const
export type Purpose = (typeof purposes)[number]

/** What each purpose usually needs: offered ticked, and each can be left out. */
export const usualScopes: Readonly<Record<Purpose, readonly ShownScope[]>> = {
  apply: ['name', 'contact', 'address'],
  papers: ['name', 'applications', 'papers'],
  progress: ['applications'],
  prove: ['name', 'id-number'],
  card: ['name', 'id-number'],
  other: ['name'],
}

/** Minutes after which an occasion is over by itself: nobody goes on looking when the person has left. */
export const occasionMinutes = 30

/** How far a code goes: `minimum` was signed by a phone without a network, and nothing more is taken from it. */
export type Reach = 'ask' | 'minimum'

export type OccasionState = {
  officer: string
  identity: string
  reach: Reach
  asked: readonly ShownScope[]
  given: readonly ShownScope[]
  /** Milliseconds. */
  endsAt: number
  closed: boolean
}

export type OccasionActor = { kind: 'officer' | 'resident'; id: string }

export type OccasionCommand =
  | { type: 'ask'; scopes: readonly ShownScope[] }
  /** The person ticks on the own phone; what is not ticked is taken back. */
  | { type: 'give'; scopes: readonly ShownScope[] }
  /** Said aloud at the window; the officer writes down why it was not done on the phone. */
  | { type: 'agree-face-to-face'; scopes: readonly ShownScope[]; reason: string; witness?: string }
  | { type: 'close' }
export type OccasionCommandName = OccasionCommand['type']

export type OccasionEvent =
  | { type: 'scopes-asked'; scopes: readonly ShownScope[] }
  | { type: 'scopes-given'; scopes: readonly ShownScope[]; how: 'own-phone' | 'face-to-face'; reason?: string; witness?: string }
  /** By the machine where two turn out to be one person. */
  | { type: 'occasion-closed'; by: OccasionActor['kind'] | 'system' }

export const occasionRefusalCodes = ['over', 'not-yours', 'minimum-only', 'not-asked', 'reason-needed', 'no-scope'] as const
export type OccasionRefusalCode = (typeof occasionRefusalCodes)[number]
export type OccasionRefusal = { refused: OccasionRefusalCode; allowed: readonly OccasionCommandName[] }

const side: Readonly<Record<OccasionCommandName, readonly OccasionActor['kind'][]>> = {
  ask: ['officer'],
  give: ['resident'],
  'agree-face-to-face': ['officer'],
  close: ['officer', 'resident'],
}
const names = Object.keys(side) as OccasionCommandName[]

/** Whether it still goes on at this moment. */
export const goesOn = ({ closed, endsAt }: Pick<OccasionState, 'closed' | 'endsAt'>, now: number): boolean =>
  !closed && now < endsAt

const isParty = (state: OccasionState, actor: OccasionActor): boolean =>
  actor.id === (actor.kind === 'officer' ? state.officer : state.identity)

/** What this actor may do now: the page shows its buttons by it, the api refuses by it. */
export function allowed(state: OccasionState, actor: OccasionActor, now: number): OccasionCommandName[] {
  if (!goesOn(state, now) || !isParty(state, actor)) return []
  return names.filter((name) => {
    if (!side[name].includes(actor.kind)) return false
    if (name === 'close') return true
    return state.reach === 'ask' && (name === 'ask' || state.asked.length > 0)
  })
}

const inOrder = (scopes: readonly ShownScope[]): ShownScope[] => shownScopes.filter((one) => scopes.includes(one))

function whyNot(state: OccasionState, command: OccasionCommand, actor: OccasionActor, now: number): OccasionRefusalCode | undefined {
  if (!goesOn(state, now)) return 'over'
  if (!isParty(state, actor) || !side[command.type].includes(actor.kind)) return 'not-yours'
  if (command.type === 'close') return undefined
  if (state.reach === 'minimum') return 'minimum-only'
  if (command.type === 'ask') return command.scopes.length === 0 ? 'no-scope' : undefined
  // Nobody is shown what was not named before: the person agrees to words, not to a blank.
  if (state.asked.length === 0 || command.scopes.some((scope) => !state.asked.includes(scope))) return 'not-asked'
  return command.type === 'agree-face-to-face' && command.reason.trim().length < 2 ? 'reason-needed' : undefined
}

/** What follows from a command, or why nothing does. An officer can never widen what was given. */
export function decide(
  state: OccasionState, command: OccasionCommand, { actor, now }: { actor: OccasionActor; now: number },
): OccasionEvent[] | OccasionRefusal {
  const refused = whyNot(state, command, actor, now)
  if (refused) return { refused, allowed: allowed(state, actor, now) }
  switch (command.type) {
    case 'ask':
      return [{ type: 'scopes-asked', scopes: inOrder(command.scopes) }]
    case 'give':
      return [{ type: 'scopes-given', scopes: inOrder(command.scopes), how: 'own-phone' }]
    case 'agree-face-to-face': {
      const { reason, witness } = command
      const scopes = inOrder(command.scopes)
      return [{ type: 'scopes-given', scopes, how: 'face-to-face', reason, ...(witness ? { witness } : {}) }]
    }
    case 'close':
      return [{ type: 'occasion-closed', by: actor.kind }]
    default:
      return command satisfies never
  }
}

/** The occasion after an event. Asking for less takes back what is no longer asked for. */
export function evolve(state: OccasionState, event: OccasionEvent): OccasionState {
  switch (event.type) {
    case 'scopes-asked':
      return { ...state, asked: event.scopes, given: state.given.filter((one) => event.scopes.includes(one)) }
    case 'scopes-given':
      return { ...state, given: event.scopes }
    case 'occasion-closed':
      return { ...state, closed: true, given: [] }
    default:
      return event satisfies never
  }
}
