/** The signature that the media server asks of whoever wants to publish. */
import { createHash } from 'node:crypto';

const defaultLifetimeMs = 7 * 24 * 3600 * 1000;

/**
 * `path` is `/app/name`; the result is `/app/name?sign=<expiry in epoch seconds>-<md5 of path-expiry-secret>`, as node-media-server
 * checks it when a publisher connects. An established stream outlives the expiry.
 */
export function signPublishPath(
  path: string,
  secret: string,
  options: { readonly wallNowMs?: number; readonly lifetimeMs?: number } = {},
): string {
  const expirySeconds = Math.floor(((options.wallNowMs ?? Date.now()) + (options.lifetimeMs ?? defaultLifetimeMs)) / 1000);
  const hash = createHash('md5').update(`${path}-${expirySeconds}-${secret}`).digest('hex');
  return `${path}?sign=${expirySeconds}-${hash}`;
}

/** The address and key of an RTMP destination for that path. */
export function publishTarget(rtmpPort: number, path: string, secret: string): { readonly url: string; readonly streamKey: string } {
  const signed = signPublishPath(path, secret);
  const slash = signed.indexOf('/', 1);
  return { url: `rtmp://127.0.0.1:${rtmpPort}${signed.slice(0, slash)}`, streamKey: signed.slice(slash + 1) };
}
