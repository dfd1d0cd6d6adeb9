import type { DemoPerson } from '../announce.ts'
import type { Config } from '../config.ts'

/** Whom to be in the demonstration, for the lines printed at the start. */
export const demoPeople = ({ publicUrl }: Config): DemoPerson[] => [
  { who: 'a resident', how: `${publicUrl}/apply  any name; codes arrive on ${publicUrl}/demo/outbox` },
  { who: 'a township clerk', how: `${publicUrl}/work  何文静 (稻香镇, on duty) or 唐敏 (清泉镇)` },
  { who: 'a county officer', how: `${publicUrl}/work  周立新 (青禾县民政局, on duty)` },
]
