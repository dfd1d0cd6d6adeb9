import type pg from 'pg'

export const databaseName = 'yima'
export const ownerRole = 'yima_owner'
export const appRole = 'yima_app'

const rolesLock = 990_102

/**
 * The two roles and the database, made once: the owner migrates, the run-time role gets only what
 * migrations grant. Passwords are ours (URL-safe letters), hence safe inside the statement.
 */
export async function ensureRoles(
  client: pg.Client, passwords: { owner: string; app: string },
): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [rolesLock])
  try {
    await ensureRole(client, ownerRole, passwords.owner)
    await ensureRole(client, appRole, passwords.app)
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName} OWNER ${ownerRole}`)
    await client.query(`REVOKE ALL ON DATABASE ${databaseName}, postgres FROM PUBLIC`)
    await client.query(`GRANT CONNECT ON DATABASE ${databaseName} TO ${appRole}`)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [rolesLock])
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
  if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
}
