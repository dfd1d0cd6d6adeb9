/** What a parameter is, so that each language says it in its own way. */
type Kind = 'text' | 'day' | 'moment'

type Template = {
  params: Readonly<Record<string, Kind>>
  /** The sentence of the catalogue `sms` that goes out; null where the person has just seen it happen. */
  sms: 'sms.accepted' | 'sms.news' | 'sms.outreach' | 'sms.papers-asked' | 'sms.received' | null
  /** Whether somebody calls or goes there when no telephone can be reached. */
  inPerson: boolean
  /** Where the message leads. */
  page: string
  /** Does not wait for the morning. */
  urgent?: true
  /** The person has just handed it in and holds the phone in the hand, or the phone that it warns of would get it, too. */
  noNotice?: true
  /**
   * Warns of a phone or a card that may be in other hands: opened in the inbox, where that phone reads along, it still
   * goes out by SMS or is told in person.
   */
  readByOthers?: true
}

/**
 * What an officer did in somebody's name where it could have been done without them: told them by every way there is,
 * and not only where the phone that it is about could read it away.
 */
const byAnOfficer = {
  params: { office: 'text', at: 'moment' },
  sms: 'sms.news',
  inPerson: true,
  noNotice: true,
  readByOthers: true,
} as const

/**
 * Everything that is told to people, by name. The inbox reads `notification.title.<name>` and
 * `notification.template.<name>`, who calls `notification.call.<name>`. SMS and notices on a phone are read
 * over shoulders: none says more than that there is news.
 */
export const templates = {
  'application-received': {
    params: { receipt: 'text', office: 'text', date: 'day' },
    sms: 'sms.received',
    inPerson: false,
    page: '/track',
    noNotice: true,
  },
  /** Somebody with a mandate applied for them. */
  'application-for-you': {
    params: { receipt: 'text', office: 'text', date: 'day', helper: 'text' },
    sms: 'sms.received',
    inPerson: true,
    page: '/track',
  },
  'outreach-received': {
    params: { receipt: 'text', office: 'text', date: 'day' },
    sms: 'sms.outreach',
    inPerson: false,
    page: '/track',
    noNotice: true,
  },
  'application-accepted': {
    params: { receipt: 'text' },
    sms: 'sms.accepted',
    inPerson: true,
    page: '/track',
  },
  'papers-asked': { params: { receipt: 'text' }, sms: 'sms.papers-asked', inPerson: true, page: '/track' },
  /** They have not come, and are soon waited for no longer. */
  'papers-reminder': {
    params: { receipt: 'text', date: 'day' },
    sms: 'sms.papers-asked',
    inPerson: true,
    page: '/track',
  },
  'papers-received': { params: { receipt: 'text' }, sms: null, inPerson: false, page: '/track' },
  'claim-not-accepted': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: true, page: '/track' },
  'claim-decided': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: true, page: '/track' },
  /** The office has looked into everything that the family said of what was found. */
  'contest-answered': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: true, page: '/track' },
  /** Money was handed over before the papers, which are still to come. */
  'paid-first': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: false, page: '/track' },
  /** Works on their house were stopped, go on, or released a part of the subsidy. */
  'renovation-moved': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: true, page: '/track' },
  /** Nobody decided in time: it went one level up. */
  'claim-late': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: false, page: '/track' },
  /** Somebody objects to its notice, and it waits until that day at most; never who. */
  'claim-objected': {
    params: { receipt: 'text', date: 'day' },
    sms: 'sms.news',
    inPerson: false,
    page: '/track',
  },
  'objection-examined': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: false, page: '/track' },
  /** Who still has to sign, who would not: the page names them to who may know. */
  'consent-waiting': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: true, page: '/track' },
  'consent-complete': { params: { receipt: 'text' }, sms: null, inPerson: false, page: '/track' },
  'consent-stopped': { params: { receipt: 'text' }, sms: 'sms.news', inPerson: true, page: '/track' },
  /** To another adult of the family, who is proven to have that number. */
  'consent-asked': { params: {}, sms: 'sms.news', inPerson: true, page: '/me/consents' },
  /** An office wrote down that they took it back. */
  'consent-ended': { params: {}, sms: 'sms.news', inPerson: true, page: '/me/consents' },
  'urgent-answered': {
    params: { receipt: 'text', office: 'text' },
    sms: 'sms.news',
    inPerson: true,
    page: '/track',
    urgent: true,
  },
  'access-answered': { params: { office: 'text' }, sms: 'sms.news', inPerson: true, page: '/me/access' },
  'mandate-given': { params: { helper: 'text', until: 'day' }, sms: 'sms.news', inPerson: true, page: '/me' },
  'mandate-received': {
    params: { person: 'text', until: 'day' },
    sms: 'sms.news',
    inPerson: false,
    page: '/me',
  },
  'mandate-revoked': { params: { helper: 'text' }, sms: 'sms.news', inPerson: true, page: '/me' },
  'guardianship-confirmed': { params: { ward: 'text' }, sms: 'sms.news', inPerson: true, page: '/me/family' },
  'guardianship-refused': {
    params: { ward: 'text', reason: 'text' },
    sms: 'sms.news',
    inPerson: true,
    page: '/me/family',
  },
  'guardian-confirmed': { params: { guardian: 'text' }, sms: 'sms.news', inPerson: true, page: '/me/family' },
  'name-corrected': {
    params: { before: 'text', name: 'text', office: 'text' },
    sms: 'sms.news',
    inPerson: true,
    page: '/me',
  },
  'household-invitation': { params: { person: 'text' }, sms: 'sms.news', inPerson: true, page: '/me' },
  'code-used': {
    params: { office: 'text', at: 'moment' },
    sms: 'sms.news',
    inPerson: false,
    page: '/me/access',
  },
  /** Somebody is signed in elsewhere, too: told to the devices from before. */
  'session-opened': {
    params: { at: 'moment' },
    sms: 'sms.news',
    inPerson: false,
    page: '/me/devices',
    readByOthers: true,
  },
  /** An officer made a phone that only claimed to be them theirs. */
  'phone-joined': { ...byAnOfficer, page: '/me/devices' },
  /** An officer made two records one: told to what was known of each before. */
  'records-joined': { ...byAnOfficer, page: '/me/devices' },
  /** An officer took that back: what one of the two saw since, it does not see any more. */
  'records-parted': { ...byAnOfficer, page: '/me' },
  'card-given': { ...byAnOfficer, page: '/code' },
  /** An officer ended it at a window; whoever holds it would not know before it is refused. */
  'card-ended': { ...byAnOfficer, page: '/code' },
  'card-unlocked': { ...byAnOfficer, page: '/code' },
} as const satisfies Record<string, Template>

export type TemplateName = keyof typeof templates
export const templateNames = Object.keys(templates) as TemplateName[]

/** What a message of that name is filled with; days as `YYYY-MM-DD`, moments in ISO 8601. */
export type ParamsOf<Name extends TemplateName> = Record<keyof (typeof templates)[Name]['params'], string>

/** The template of that name, with every field whatever its name. */
export const templateOf = (name: TemplateName): Template => templates[name]
