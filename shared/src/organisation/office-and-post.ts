/** Fewer characters in common say nothing twice: 县 and 镇 stand in every name. */
const shortest = 2

/**
 * Office and post in one breath: what the post says of its office is not said a second time
 * (`稻香镇社会救助窗口` and `社会救助经办` are the `稻香镇社会救助窗口经办`).
 */
export function officeAndPost(office: string, post: string): string {
  for (let length = post.length; length >= shortest; length -= 1)
    if (office.includes(post.slice(0, length))) return office + post.slice(length).trimStart()
  return office + post
}
