import { MongoClient, MongoServerError } from 'mongodb'
import pg from 'pg'

/** What a secret of a database holds. */
export interface Login {
  readonly username: string
  readonly password: string
}

/** A database in which a user changes its own password. */
export interface Database {
  /** False where it refuses the login; throws where it does not answer. */
  readonly accepts: (login: Login) => Promise<boolean>
  readonly change: (as: Login, password: string) => Promise<void>
}

/** The database at a URL without a login: `postgres://…` or `mongodb://…`. */
export function databaseAt(url: string): Database {
  const { protocol } = new URL(url)
  if (protocol === 'postgres:') return postgres(url)
  if (protocol === 'mongodb:') return mongodb(url)
  throw new Error(`'${protocol}' in the URL of a database: take postgres: or mongodb:`)
}

const ANSWER_MS = 5000
/** invalid_password and invalid_authorization_specification */
const REFUSED_BY_POSTGRES = new Set(['28P01', '28000'])
const REFUSED_BY_MONGODB = 18

function postgres(url: string): Database {
  const session = async <T>(login: Login, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({
      connectionString: withLogin(url, login),
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    })
    try {
      await client.connect()
      return await work(client)
    } finally {
      await client.end()
    }
  }
  const refused = (error: unknown) =>
    error instanceof pg.DatabaseError && REFUSED_BY_POSTGRES.has(error.code ?? '')
  return {
    accepts: (login) =>
      accepted(
        session(login, (client) => client.query('SELECT 1')),
        refused,
      ),
    async change(as, password) {
      const user = pg.escapeIdentifier(as.username)
      await session(as, (client) => client.query(`ALTER ROLE ${user} PASSWORD ${pg.escapeLiteral(password)}`))
    },
  }
}

function mongodb(url: string): Database {
  const command = async (login: Login, it: Record<string, unknown>) => {
    const client = new MongoClient(url, {
      auth: login,
      serverSelectionTimeoutMS: ANSWER_MS,
      retryWrites: false,
    })
    try {
      return await client.db('admin').command(it)
    } finally {
      await client.close()
    }
  }
  const refused = (error: unknown) => error instanceof MongoServerError && error.code === REFUSED_BY_MONGODB
  return {
    accepts: (login) => accepted(command(login, { connectionStatus: 1 }), refused),
    change: async (as, pwd) => void (await command(as, { updateUser: as.username, pwd })),
  }
}

async function accepted(work: Promise<unknown>, refused: (error: unknown) => boolean): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (refused(error)) return false
    throw error
  }
}

function withLogin(url: string, { username, password }: Login): string {
  const whole = new URL(url)
  whole.username = encodeURIComponent(username)
  whole.password = encodeURIComponent(password)
  return whole.href
}
