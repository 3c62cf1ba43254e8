/** What can go wrong between the outlet and one server. Messages never hold a stream key: they pass through `redact`. */
import { LayerError } from '../../../contract/failure.ts';

export type RtmpErrorCode =
  | 'bad-url'
  /** `detail.cause`: the system's word (ECONNREFUSED …). */
  | 'unreachable'
  | 'timeout'
  | 'protocol'
  /** `detail.reason`: see `certificateReason`. */
  | 'certificate'
  /** rtmps asked of a server that speaks plainly, or the other way round: `detail.reason`. */
  | 'wrong-transport'
  /** Go to `redirectTo` instead. */
  | 'redirected'
  /** The server said no, in RTMP words. */
  | 'refused'
  /** The server hung up after we asked to publish and before it agreed, or at once after that. */
  | 'closed-before-publish'
  /** On air, then ended by the server in RTMP words. */
  | 'ended-by-server'
  /** On air, then the connection went away. */
  | 'connection-lost'
  | 'stalled'
  /** This machine could not even begin: its disk is full, it has no more file handles. */
  | 'cannot-open'
  /** The ffmpeg at hand cannot send SRT, or could not be started. */
  | 'srt-unavailable';

export interface RtmpErrorOptions {
  readonly cause?: unknown;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** May hold a token: kept out of `detail`, which crosses processes and logs. */
  readonly redirectTo?: string;
}

export class RtmpError extends LayerError<RtmpErrorCode> {
  readonly #redirectTo: string | undefined;

  constructor(code: RtmpErrorCode, message: string, options: RtmpErrorOptions = {}) {
    super('RtmpError', code, message, options);
    this.#redirectTo = options.redirectTo;
  }

  get redirectTo(): string | undefined {
    return this.#redirectTo;
  }
}

export type CertificateReason = 'expired' | 'not-yet-valid' | 'wrong-host' | 'self-signed' | 'unknown-issuer' | 'revoked';

const certificateReasons: Readonly<Record<string, CertificateReason>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-host',
  HOSTNAME_MISMATCH: 'wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
  CERT_UNTRUSTED: 'unknown-issuer',
  CERT_REVOKED: 'revoked',
};

/** Node's code of a TLS failure; undefined when it is not about the certificate. */
export const certificateReason = (code: string): CertificateReason | undefined => certificateReasons[code];

/** Replaces every secret in `text`, plain or percent-encoded; at most 300 characters are kept. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length === 0) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), encodeURI(secret)])) clean = clean.replaceAll(form, '***');
  }
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}
