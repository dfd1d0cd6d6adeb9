import type { OfficerRole } from '@yima/shared/access/actor'

export type DemoOfficer = {
  unitId: string
  name: string
  post: string
  role: OfficerRole
  /** A village worker's village; otherwise the place of the office. */
  place?: string
  onDuty?: boolean
  /** By name: every name here is borne once. */
  manager?: string
}

const county = '990101000000'

/** 稻香镇: complete. */
const daoxiang: DemoOfficer[] = [
  {
    unitId: '990101100000:window',
    name: '何文静',
    post: '社会救助经办',
    role: 'clerk',
    onDuty: true,
    manager: '谭志远',
  },
  { unitId: '990101100000:window', name: '刘小勤', post: '社会救助经办', role: 'clerk', manager: '谭志远' },
  { unitId: '990101100000:window', name: '邱国栋', post: '社会救助经办', role: 'clerk', manager: '谭志远' },
  { unitId: '990101100000:window', name: '向春梅', post: '社会救助经办', role: 'clerk', manager: '谭志远' },
  // Answers urgent calls and does nothing else.
  { unitId: '990101100000:window', name: '伍晚晴', post: '值班员', role: 'duty-officer', manager: '谭志远' },
  { unitId: '990101100000:window', name: '谭志远', post: '分管副镇长', role: 'leader' },
  { unitId: '990101100000:discipline', name: '贺成刚', post: '镇纪委书记', role: 'supervisor' },
  {
    unitId: '990101100000:discipline',
    name: '宋佳',
    post: '镇纪委干事',
    role: 'supervisor',
    manager: '贺成刚',
  },
  {
    unitId: '990101100000:window',
    name: '余桂芳',
    post: '民生专员',
    role: 'village-worker',
    place: '990101100001',
    manager: '何文静',
  },
  {
    unitId: '990101100000:window',
    name: '罗永福',
    post: '民生专员',
    role: 'village-worker',
    place: '990101100201',
    manager: '何文静',
  },
  {
    unitId: '990101100000:window',
    name: '蒋小燕',
    post: '网格员',
    role: 'village-worker',
    place: '990101100202',
    manager: '何文静',
  },
]

/** 清泉镇: one clerk, as so many townships have. */
const qingquan: DemoOfficer[] = [
  { unitId: '990101101000:window', name: '唐敏', post: '社会救助经办', role: 'clerk' },
]

const countyOffices: DemoOfficer[] = [
  { unitId: `${county}:civil`, name: '周立新', post: '社会救助科科长', role: 'county-officer', onDuty: true },
  { unitId: `${county}:civil`, name: '冯雪', post: '社会救助科', role: 'county-officer', manager: '周立新' },
  {
    unitId: `${county}:civil`,
    name: '曾庆华',
    post: '社会救助科',
    role: 'county-officer',
    manager: '周立新',
  },
  { unitId: `${county}:civil`, name: '潘莉', post: '儿童福利科', role: 'county-officer', manager: '周立新' },
  { unitId: `${county}:verification-centre`, name: '梁波', post: '核对员', role: 'verification-officer' },
  // Leads nobody, so that this second person is in nobody's line.
  { unitId: `${county}:civil`, name: '彭卫国', post: '分管副局长', role: 'leader' },
  { unitId: `${county}:civil`, name: '秦朗', post: '系统管理员', role: 'administrator' },
  { unitId: `${county}:civil`, name: '姚静', post: '系统管理员', role: 'administrator' },
]

const departments: DemoOfficer[] = (
  [
    ['medical-insurance', '高翔'],
    ['education', '田甜'],
    ['housing', '韩冰'],
    ['hr', '白雪松'],
    ['disabled-federation', '夏荷'],
    ['emergency', '雷鸣'],
    ['justice', '常青'],
    ['health', '苗苗'],
    ['agriculture', '丰收'],
    ['finance', '钱程'],
    ['public-security', '武强'],
    ['rescue-station', '安宁'],
    ['prosecution-court', '方正'],
  ] as const
).map(([unit, name]) => ({ unitId: `${county}:${unit}`, name, post: '救助专办', role: 'department-officer' }))

const supervisorsOf = (place: string, units: readonly string[], names: readonly string[]): DemoOfficer[] =>
  units.flatMap((unit, at) =>
    [0, 1].map((second) => ({
      unitId: `${place}:${unit}`,
      name: names[at * 2 + second] ?? '',
      post: second === 0 ? '负责人' : '办案人',
      role: 'supervisor' as const,
      ...(second === 1 ? { manager: names[at * 2] ?? '' } : {}),
    })),
  )

/** Everybody of the demonstration. The names are invented. */
export const demoOfficers = (): DemoOfficer[] => [
  ...daoxiang,
  ...qingquan,
  ...countyOffices,
  ...departments,
  ...supervisorsOf(
    county,
    ['discipline', 'audit', 'petition', 'oversight'],
    ['严明', '石坚', '算盘生', '陈实', '闻声', '倪听', '鲁直', '路平'],
  ),
  ...supervisorsOf(
    '990100000000',
    ['discipline', 'audit', 'petition'],
    ['纪云', '戴清', '沈算', '柯查', '卫听', '龚信'],
  ),
  ...supervisorsOf(
    '990000000000',
    ['discipline', 'audit', 'petition'],
    ['郑省', '侯明', '裴核', '温理', '董闻', '舒信'],
  ),
]
