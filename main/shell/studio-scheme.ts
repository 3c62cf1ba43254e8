/** Where the window's pages live: a scheme of their own, so that they have an origin, a policy and no file access. */
export const studioScheme = 'vanchor';
export const studioOrigin = 'vanchor://studio';
export const studioPageUrl = `${studioOrigin}/studio/index.html`;

/** A URL of the studio's own origin. `URL.origin` is 'null' for schemes that Node does not know, so scheme and host are compared. */
export function isStudioUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${studioScheme}:` && host === 'studio';
}
