/**
 * Whether anything was ever kept on this phone; true where the browser does not tell. Asked before the store
 * itself is fetched and opened: on a first visit there is nothing in it to look for.
 */
export async function storeMade(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === 'yima')
  } catch {
    return true
  }
}
