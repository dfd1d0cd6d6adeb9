import { shallowRef } from 'vue'

/** How many messages of whoever is signed in were not opened, as last heard; the tab of /me shows a mark. */
export const unreadBadge = shallowRef(0)
