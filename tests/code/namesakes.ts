import type { CardLossView, NamesakeCards } from '@yima/shared/code/loss'
import type { IssuedCard } from '@yima/shared/code/contract'
import { json, type villagers } from '../family/people.ts'
import type { Device, Office } from '../fixtures/office.ts'
import { look } from './people.ts'

export const reason = '丢的是王支书作证办的那张'

/** As an officer types somebody without papers of whose name there are several. */
export const seen = (birthDate: string, more: object = {}) => ({
  name: '石婆婆',
  number: { kind: 'none', birthDate, witness: '王支书', before: false },
  seen: true,
  ...more,
})

/** What two officers of one window do about namesakes without papers. */
export async function namesakesDesk(office: Office, who: ReturnType<typeof villagers>) {
  const he = await office.officerDevice('何文静')
  const liu = await office.officerDevice('刘小勤')
  const namesakes = (born: string, device = he) =>
    json<NamesakeCards>(device.post('/work/cards/namesakes', seen(born)))
  const losses = async (device = liu) =>
    (await json<{ losses: CardLossView[] }>(device.get('/work/cards/losses'))).losses
  const waits = async (id: string) => (await losses()).filter((one) => one.id === id)
  const say = (born: string, card: string, device: Device = he, more: object = {}) =>
    who.status(device.post('/work/cards/losses', seen(born, { card, reason, ...more })))
  const confirm = (id: string, device = liu) =>
    device.post(`/work/cards/losses/${id}/confirmation`, { seen: true, pin: '1357' })
  const opens = (card: IssuedCard, pin = '2580') => look(office, card.text, { pin })
  return { he, liu, namesakes, losses, waits, say, confirm, opens }
}
