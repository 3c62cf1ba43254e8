/** Where to publish: an RTMP address taken apart. */
import { RtmpError } from './rtmp-error.ts';

export interface RtmpTarget {
  readonly transport: 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** With its query string, as some platforms want it. */
  readonly app: string;
  /** The address without the stream key, for the `connect` command. */
  readonly tcUrl: string;
  /** Parts of the address that must not be logged. */
  readonly secrets: readonly string[];
}

const defaultPorts: Readonly<Record<string, number>> = { 'rtmp:': 1935, 'rtmps:': 443 };

/** Throws RtmpError 'bad-url'; the message does not repeat the address. */
export function parseRtmpUrl(address: string): RtmpTarget {
  const text = address.trim();
  const matched = /^(rtmps?):\/\/([^/?#]+)(\/[^#]*)?$/i.exec(text);
  const hostAndPort = matched?.[2];
  if (!matched || hostAndPort === undefined) throw new RtmpError('bad-url', 'the address is not of the form rtmp://host[:port]/app');
  // WHATWG URL knows no default port or host rules for rtmp:, so the authority is checked as http.
  const parsed = URL.canParse(`http://${hostAndPort}`) ? new URL(`http://${hostAndPort}`) : null;
  if (!parsed || parsed.hostname === '' || parsed.username !== '' || parsed.password !== '')
    throw new RtmpError('bad-url', 'the host or port of the address is not valid');
  const protocol = `${(matched[1] ?? 'rtmp').toLowerCase()}:`;
  const explicitPort = /:(\d+)$/.exec(hostAndPort)?.[1];
  const port = explicitPort === undefined ? (defaultPorts[protocol] ?? 1935) : Number(explicitPort);
  if (port < 1 || port > 65_535) throw new RtmpError('bad-url', 'the port of the address is not between 1 and 65535');
  const app = (matched[3] ?? '/').slice(1).replace(/\/+$/, '');
  if (app === '' || app.startsWith('?')) throw new RtmpError('bad-url', 'the address has no application name after the host');
  if (/[\s\p{Cc}]/u.test(app)) throw new RtmpError('bad-url', 'the address holds spaces or control characters');
  const query = app.includes('?') ? app.slice(app.indexOf('?') + 1) : '';
  return {
    transport: protocol === 'rtmps:' ? 'tls' : 'tcp',
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port,
    app,
    tcUrl: `${protocol}//${hostAndPort}/${app}`,
    secrets: query === '' ? [] : [query],
  };
}
