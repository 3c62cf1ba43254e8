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

/**
 * Of a server with several addresses each but the last gets so long, one after the other. Node's own quarter of a second cuts off the only address that works
 * where the way is long and IPv6 leads nowhere; this outlasts the repeat of a lost first packet, and leaves the set-up limit time for the next address.
 */
const attemptTimeoutMs = 3000;

export function dial(target: RtmpTarget, extraCaPem: string | undefined): Dialled {
  const address = { host: target.host, port: target.port, autoSelectFamilyAttemptTimeout: attemptTimeoutMs };
  if (target.transport === 'tcp') return { socket: connectTcp(address), readyEvent: 'connect' };
  const socket = connectTls({
    ...address,
    minVersion: 'TLSv1.2',
    // a server name must not be an address
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
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
