import { programmeIds, type ProgrammeId } from '@yima/shared/policy/programme-ids'
import { findText } from '../app/text.ts'
import { loadReader, read } from '../application/reader.ts'

const fields = ['name', 'official', 'gist', 'gives']

const wordsOf = (id: ProgrammeId): string =>
  fields.map((field) => findText(`policy.programme.${id}.${field}`) ?? '').join(' ').toLowerCase()

/** Programmes whose own words contain every word that was typed. */
export function findByName(query: string): ProgrammeId[] {
  const wanted = query.normalize('NFKC').toLowerCase().split(/[\s,，。、]+/).filter((word) => word !== '')
  return programmeIds.filter((id) => wanted.every((word) => wordsOf(id).includes(word)))
}

/** As `findByName`, then what the reader proposes: people search by what is hard, not by its name. */
export async function findByWords(query: string): Promise<ProgrammeId[]> {
  await loadReader()
  const proposed = read(query).programmes.map(({ programme }) => programme)
  return [...new Set([...findByName(query), ...proposed])]
}
