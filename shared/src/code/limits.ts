/** Seconds for which a QR of one's own code is shown before the next takes its place. */
export const codeSeconds = 30
/** Seconds for which it is taken after that: it was being scanned while it changed. */
export const graceSeconds = 15
/** Seconds for which its number is taken: ten digits read aloud by somebody who has to look twice. */
export const numberSeconds = 150
/** Seconds by which a phone without a network may be early or late, and for which its code is taken. */
export const deviceSkewSeconds = 300
/** Days for which an invitation into a family waits: a son at sea reads his messages on Sundays. */
export const invitationDays = 7
/** Hours for which a code says that somebody holds a status. */
export const entitlementHours = 24
/** Wrong PINs before a card is locked until a window has seen its owner. */
export const mostPinTries = 5
/** Days for which a card that one officer named as lost waits for a second one: whoever lost it was helped otherwise since. */
export const lossDays = 30
/** Codes an hour that nobody holds, from one officer and from one network, before no more are looked up. */
export const wrongPerOfficer = 20
export const wrongPerNetwork = 60

/** Whether a time that a phone signed is near enough to ours; both in seconds. */
export const isNear = (signed: number, now: number): boolean => Math.abs(now - signed) <= deviceSkewSeconds
