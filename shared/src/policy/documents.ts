/**
 * Laws and documents the rules rest on, by their official short names. Names of laws are data, not
 * text: they stand in decisions. English glosses: catalogue `policy`, `policy.document.<id>`.
 */
export const documents = {
  'order-649': '《社会救助暂行办法》',
  'order-381': '国务院令第381号',
  'guofa-2014-47': '国发〔2014〕47号',
  'guofa-2014-8': '国发〔2014〕8号',
  'guofa-2015-52': '国发〔2015〕52号',
  'guofa-2016-14': '国发〔2016〕14号',
  'guobanfa-2010-54': '国办发〔2010〕54号',
  'guobanfa-2021-42': '国办发〔2021〕42号',
  'guobanfa-2023-39': '国办发〔2023〕39号',
  'minfa-2010-161': '民发〔2010〕161号',
  'minfa-2018-23': '民发〔2018〕23号',
  'minfa-2019-62': '民发〔2019〕62号',
  'minfa-2020-125': '民发〔2020〕125号',
  'minfa-2021-43': '民发〔2021〕43号',
  'minfa-2021-57': '民发〔2021〕57号',
  'minfa-2022-83': '民发〔2022〕83号',
  'minfa-2024-57': '民发〔2024〕57号',
  'jiancun-2021-35': '建村〔2021〕35号',
  'zhongzhengwei-2014-3': '中政委〔2014〕3号',
  'student-aid-funds': '《学生资助资金管理办法》',
  'public-rental': '《公共租赁住房管理办法》',
  'disaster-relief': '《自然灾害救助条例》',
  'employment-promotion': '《就业促进法》',
  'legal-aid-law': '《法律援助法》',
} as const

export type DocumentId = keyof typeof documents
