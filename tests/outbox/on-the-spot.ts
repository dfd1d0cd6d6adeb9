/**
 * What is asked and answered while somebody waits for it, and means nothing an hour later: codes, signing in and
 * out, looking up a receipt, passing a day of the demonstration. Everything else a person does must survive the
 * network, the phone and the tap that comes twice.
 */
export const onTheSpot: ReadonlySet<string> = new Set([
  // How an organisation is changed is decided by how it stands now; the form keeps the key of its try.
  'post(`/admin${path}`',
  "post('/work/relatives'",
  // Sealed anew at every try, and decided by how the complaint, or the keys of the office, stand now; the words lie in a draft.
  'post(`/oversight/complaints/${id}/acts`',
  'post(`/oversight/complaints/${complaint}/revisits`',
  "post('/oversight/recoveries'",
  "post('/oversight/recoveries/skips'",
  "post('/oversight/keys/unopened'",
  "post('/oversight/recoveries/opening'",
  "post('/oversight/keys/office'",
  "post('/oversight/keys'",
  'post(`/oversight/keys/${id}/signature`',
  'post(`/oversight/keys/${id}/end`',
  "post('/phone-codes'",
  "post('/phone-codes/confirm'",
  "post('/sessions'",
  "delete('/sessions/current'",
  "post('/staff/sessions'",
  "delete('/staff/sessions/current'",
  // Ceremonies: each means something only while its person looks on.
  "post('/oidc/residents'",
  "post('/oidc/staff'",
  "post('/staff/passkeys/options'",
  "post('/staff/passkeys/sessions'",
  "post('/staff/invitations/look'",
  "post('/staff/invitations/options'",
  "post('/staff/invitations/acceptance'",
  "post('/work/passkeys/options'",
  "post('/work/passkeys'",
  'delete(`/work/passkeys/${id}`',
  "delete('/work/idle'",
  "delete('/work/desk'",
  "post('/tracking'",
  "post('/objections/status'",
  "post('/outreach/status'",
  // Looking for somebody on the own desk.
  "post('/work/items/search'",
  // With the receipt alone: number and digits lie nowhere but in the open page.
  "post('/tracking/urging'",
  // Seen is seen: what does not arrive is said again at the next look. Nobody has to know that it waits.
  "post('/me/messages/reading'",
  // Between this phone and its push service, which is not reached either.
  "post('/me/push-subscriptions'",
  "delete('/me/push-subscriptions/current'",
  // Answered by a link that is handed on at once.
  "post('/me/family/invitations'",
  "post('/me/helpers'",
  "post('/family/invitations/look'",
  "post('/consents/look'",
  'post(`/me/applications/${id}/consents`',
  'post(`/me/consents/${id}/link`',
  'post(`/work/applications/${id}/consents/${consent}/link`',
  "post('/work/mandates/look'",
  "post('/demo/time'",
  // At a window both look on: a code is good for seconds, an occasion for half an hour.
  "post('/work/scans'",
  'post(`/work/occasions/${id}/${name}`',
  'post(`/me/occasions/${id}/given`',
  'post(`/me/occasions/${id}/close`',
  // With the slip and its digits, which lie nowhere but in the open page; and closing what they opened.
  "post('/work/assists'",
  'post(`/work/occasions/${occasion}/assists`',
  'post(`/work/assists/${id}/end`',
  // The number goes onto the slip of somebody who stands there.
  'post(`/work/notices/${notice}/objections`',
  // Good for seconds, for whoever stands before one; at a desk somebody waits to hear that the card is ended.
  "post('/me/codes'",
  "post('/me/code-devices'",
  'post(`/me/entitlements/${id}/codes`',
  "post('/work/cards'",
  "post('/work/cards/revocation'",
  "post('/work/cards/unlocking'",
  // Whose card it is, two officers say while the person stands before them.
  "post('/work/cards/namesakes'",
  "post('/work/cards/losses'",
  'post(`/work/cards/losses/${id}/confirmation`',
  'post(`/work/cards/losses/${id}/refusal`',
])
