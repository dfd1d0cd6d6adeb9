import { shallowRef, type ShallowRef } from 'vue'
import type { PeopleOf } from '@yima/shared/complaint/contract'
import type { DeskDeed } from './useComplaint.ts'
import { askSafely } from '../complaint/channel.ts'

type Choice = { value: string; label: string; hint?: string }

/** Everybody and every office of a place and above it, to say whom it is about; undefined until they are here. */
export function peopleToName(place: string): ShallowRef<Choice[] | undefined> {
  const found = shallowRef<Choice[]>()
  void askSafely<PeopleOf>('/complaints/people', { place }).catch((): PeopleOf => ({ groups: [] })).then(({ groups }) => {
    const offices = new Map(groups.map(({ unit }) => [unit.id, unit.name]))
    const people = groups.flatMap(({ unit, officers }) => officers.map(({ id, name, post }) => ({ value: `officer ${id}`, label: name, hint: `${unit.name} ${post}` })))
    found.value = [...people, ...[...offices].map(([id, label]) => ({ value: `unit ${id}`, label }))]
  })
  return found
}

/** What is said of somebody who was chosen: that it is about them, or that they had a hand in it. */
export function namedAs(chosen: string, as: string): Pick<Extract<DeskDeed, { type: 'name-accused' }>, 'accused' | 'accusedUnits' | 'handlers'> {
  const [kind = '', id = ''] = chosen.split(' ')
  const isOfficer = kind === 'officer'
  return {
    accused: isOfficer && as !== 'handler' ? [id] : [],
    accusedUnits: isOfficer ? [] : [id],
    handlers: isOfficer && as === 'handler' ? [id] : [],
  }
}
