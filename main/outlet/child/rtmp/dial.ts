/** Opens the socket to one server, plain or with TLS, and puts what goes wrong there into coded errors. Certificates are always checked. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { certificateReason, redact, RtmpError } from './rtmp-error.ts';
import type { RtmpTarget } from './rtmp-url.ts';

export interface Dialled {
  readonly socket: Socket;
  /** The event after which bytes may be written. */
  readonly readyEvent: 'connect' | 'secureConnect';
}

export function dial(target: RtmpTarget, extraCaPem: string | undefined): Dialled {
  const { host, port } = target;
  if (target.transport === 'tcp') return { socket: connectTcp({ host, port }), readyEvent: 'connect' };
  const socket = connectTls({
    host,
    port,
    minVersion: 'TLSv1.2',
    // a server name must not be an address
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(extraCaPem === undefined ? {} : { ca: [...rootCertificates, extraCaPem] }),
  });
  return { socket, readyEvent: 'secureConnect' };
}

/** A socket's error before anything was said. */
export function describeSocketError(error: Error, secrets: readonly string[]): RtmpError {
  const cause = (error as NodeJS.ErrnoException).code ?? error.name;
  const message = redact(error.message, secrets);
  const reason = certificateReason(cause);
  if (reason !== undefined)
    return new RtmpError('certificate', `the certificate of the server is not accepted: ${message}`, { detail: { reason, cause } });
  if (/^(ERR_SSL_|EPROTO$)/.test(cause))
    return new RtmpError('wrong-transport', `the server does not speak TLS there: ${message}`, { detail: { reason: 'not-tls', cause } });
  return new RtmpError('unreachable', message, { detail: { cause } });
}
