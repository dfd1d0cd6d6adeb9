import { char, customType, date, timestamp } from 'drizzle-orm/pg-core'

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
/** A business date, `YYYY-MM-DD` in Asia/Shanghai. */
export const day = (name: string) => date(name, { mode: 'string' })
export const county = () => char('county_code', { length: 6 }).notNull()
