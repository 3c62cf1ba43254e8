/** An address as it may be shown: host and application; what stands behind a question mark may be a token. */
export function describeAddress(url: string): string {
  return url
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/@]*@/, '//');
}
