/** Where to send by SRT: an address taken apart into what may stand in a command line (host and port) and what may not (the options). */
import { RtmpError } from '../rtmp/rtmp-error.ts';

export interface SrtTarget {
  readonly host: string;
  readonly port: number;
  /** ffmpeg's options of the srt protocol. May hold a stream id and a passphrase. */
  readonly options: ReadonlyMap<string, string>;
  readonly secrets: readonly string[];
}

/** What a person may set; the rest (mode, listening) would make it something other than a destination. */
const knownOptions = ['streamid', 'passphrase', 'pbkeylen', 'latency', 'maxbw', 'connect_timeout'];
const secretOptions = ['streamid', 'passphrase'];

export const isSrtUrl = (address: string): boolean => /^srt:\/\//i.test(address.trim());

/** The key is the stream id unless the address names one. Throws RtmpError 'bad-url'; the message repeats no value. */
export function parseSrtUrl(address: string, streamKey: string): SrtTarget {
  const matched = /^srt:\/\/([^/?#\s]+)\/?(?:\?([^#\s]*))?$/i.exec(address.trim());
  const hostAndPort = matched?.[1];
  if (hostAndPort === undefined || !URL.canParse(`http://${hostAndPort}`))
    throw new RtmpError('bad-url', 'the address is not of the form srt://host:port');
  const { hostname, username, password } = new URL(`http://${hostAndPort}`);
  const port = Number(/:(\d+)$/.exec(hostAndPort)?.[1] ?? Number.NaN);
  if (hostname === '' || username !== '' || password !== '' || !(port >= 1 && port <= 65_535))
    throw new RtmpError('bad-url', 'an SRT address needs a host and a port between 1 and 65535');
  const options = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(matched?.[2] ?? '')) {
    if (name === 'mode' && value === 'caller') continue;
    if (!knownOptions.includes(name))
      throw new RtmpError('bad-url', `the SRT option '${name.slice(0, 40)}' is not one of ${knownOptions.join(', ')}`);
    options.set(name, value);
  }
  if (streamKey !== '' && !options.has('streamid')) options.set('streamid', streamKey);
  for (const value of options.values())
    if (/[\p{Cc}]/u.test(value) || value.length > 512)
      throw new RtmpError('bad-url', 'an SRT option is longer than 512 characters or holds control characters');
  const passphrase = options.get('passphrase');
  if (passphrase !== undefined && (passphrase.length < 10 || passphrase.length > 79))
    throw new RtmpError('bad-url', 'an SRT passphrase has 10 to 79 characters');
  return { host: hostname, port, options, secrets: secretOptions.flatMap((name) => options.get(name) ?? []) };
}
