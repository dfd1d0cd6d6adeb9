import type { ConsentRow } from '@yima/shared/consent/contract'
import { consentKeys, findConsentText } from '@yima/shared/consent/texts'
import { departmentKey, inOrder } from '@yima/shared/consent/wording'
import { dayText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'

export type Wording = Pick<ConsentRow, 'version' | 'departments' | 'until' | 'name'> & {
  centre: string
  applicant: string
}

/** What somebody is asked to sign, as it is read out here; empty for a wording that this phone does not know. */
export function wordingOf({ version, departments, until, name, centre, applicant }: Wording) {
  const text = findConsentText(version)
  const params = {
    ...{ centre, applicant, ward: name, until: until === null ? '' : dayText(until, { weekday: false, year: true }) },
    departments: inOrder(departments)
      .map((source) => findText(departmentKey(source)) ?? source)
      .join(t('signing.and')),
  }
  const say = (key: string): string => findText(key, params) ?? ''
  const keys = text && consentKeys(text)
  return {
    title: keys ? say(keys.title) : '',
    question: keys ? say(keys.question) : '',
    rows: (keys?.rows ?? []).map((row) => ({ name: say(row.label), value: say(row.text) })),
    full: (keys?.full ?? []).map(say),
    otherwise: keys ? say(keys.otherwise) : '',
    binding: text ? (findText(`${text.catalogue}.binding`) ?? '') : '',
  }
}
