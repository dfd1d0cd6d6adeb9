/** Long enough for the slowest phone to read the file before its address goes. */
const downloadMs = 60_000

/** A file for the phone's downloads. */
export function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), downloadMs)
}
