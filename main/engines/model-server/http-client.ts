/**
 * One HTTP exchange at a time over kept connections, with a limit for each phase: until the connection stands, until the headers are there, and
 * whatever the reader allows for each piece of the body. Node's own http and not fetch, which does not tell when it has connected.
 * Redirects are not followed: they would carry the key to another place. It knows nothing of language models.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { LayerError } from '../../contract/failure.ts';
import type { Clock } from '../../kernel/clock.ts';

export type HttpFailureCode = 'connect-timeout' | 'answer-timeout' | 'unreachable' | 'certificate' | 'not-http' | 'lost';

export class HttpFailure extends LayerError<HttpFailureCode> {
  /** The system's word for it: 'ECONNREFUSED' … */
  readonly systemCode: string | undefined;
  /** The connection was a kept one, which a server may close at any time. */
  readonly connection: 'fresh' | 'kept';

  constructor(code: HttpFailureCode, options: { readonly systemCode?: string; readonly connection?: 'fresh' | 'kept' } = {}) {
    super('HttpFailure', code, options.systemCode === undefined ? code : `${code} (${options.systemCode})`);
    this.systemCode = options.systemCode;
    this.connection = options.connection ?? 'fresh';
  }
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpLimits {
  readonly connectTimeoutMs: number;
  /** From the connection to the headers. */
  readonly answerTimeoutMs: number;
  /** For the headers, however long the connection took. */
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** On the clock that the client was made with. */
  readonly connectedAtMs: number;
  /** The next bytes, undefined after the last; HttpFailure 'answer-timeout' once the clock stands at `untilMs`. */
  read(untilMs: number): Promise<Uint8Array | undefined>;
  /** Hangs up at once. */
  close(): void;
  /** Keeps the connection for the next request when the server ends this answer soon; hangs up otherwise. */
  release(): void;
}

export interface HttpClient {
  send(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer>;
  /** Hangs up all connections. */
  close(): void;
}

/** A server that has said all it has to say ends its answer within this time, or loses the connection. */
const releaseMs = 1000;

export function createHttpClient(clock: Clock): HttpClient {
  // Node gives each of several addresses a quarter of a second: too little for a server on another continent
  const agentOptions = { keepAlive: true, maxFreeSockets: 4, scheduling: 'lifo', autoSelectFamilyAttemptTimeout: 2000 } as const;
  const plain = new http.Agent(agentOptions);
  const secure = new https.Agent(agentOptions);

  function send(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> {
    const { signal } = limits;
    signal.throwIfAborted();
    const isSecure = request.url.startsWith('https:');
    return new Promise((resolve, reject) => {
      const outgoing = (isSecure ? https : http).request(request.url, {
        method: request.method,
        headers: request.headers,
        agent: isSecure ? secure : plain,
      });
      let phase: 'connecting' | 'waiting' | 'reading' = 'connecting';
      let connectedAtMs = clock.now();
      let cancelTimer = clock.after(limits.connectTimeoutMs, () => stop(new HttpFailure('connect-timeout')));

      function stop(reason: unknown): void {
        cancelTimer();
        signal.removeEventListener('abort', onAbort);
        outgoing.destroy();
        reject(reason);
      }
      const onAbort = (): void => stop(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });

      function connected(): void {
        if (phase !== 'connecting') return;
        phase = 'waiting';
        cancelTimer();
        connectedAtMs = clock.now();
        const leftMs = Math.max(1, limits.deadlineAtMs - connectedAtMs);
        cancelTimer = clock.after(Math.min(limits.answerTimeoutMs, leftMs), () => stop(new HttpFailure('answer-timeout')));
      }
      outgoing.once('socket', (socket: Socket) => {
        if (outgoing.reusedSocket || (!isSecure && !socket.connecting)) connected();
        else socket.once(isSecure ? 'secureConnect' : 'connect', connected);
      });
      // stays on: an error after the answer has begun comes out of `read`
      outgoing.on('error', (error) => {
        if (phase !== 'reading') stop(toFailure(error, phase, outgoing.reusedSocket ? 'kept' : 'fresh'));
      });
      outgoing.once('response', (incoming) => {
        phase = 'reading';
        cancelTimer();
        resolve(createAnswer(incoming, outgoing, connectedAtMs, clock, signal, onAbort));
      });
      outgoing.end(request.body);
    });
  }

  return {
    send,
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function createAnswer(
  incoming: http.IncomingMessage,
  outgoing: http.ClientRequest,
  connectedAtMs: number,
  clock: Clock,
  signal: AbortSignal,
  onAbort: () => void,
): HttpAnswer {
  const bytes = (incoming as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const connection = outgoing.reusedSocket ? 'kept' : 'fresh';

  function read(untilMs: number): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      const cancelTimer = clock.after(untilMs - clock.now(), () => reject(new HttpFailure('answer-timeout')));
      bytes.next().then(
        (step) => {
          cancelTimer();
          if (step.done === true) signal.removeEventListener('abort', onAbort);
          resolve(step.done === true ? undefined : step.value);
        },
        (error: unknown) => {
          cancelTimer();
          reject(signal.aborted ? signal.reason : new HttpFailure('lost', { systemCode: systemCodeOf(error), connection }));
        },
      );
    });
  }

  function close(): void {
    signal.removeEventListener('abort', onAbort);
    outgoing.destroy();
  }

  async function drain(): Promise<void> {
    const untilMs = clock.now() + releaseMs;
    try {
      while ((await read(untilMs)) !== undefined);
      signal.removeEventListener('abort', onAbort);
    } catch {
      close();
    }
  }

  return { status: incoming.statusCode ?? 0, headers: incoming.headers, connectedAtMs, read, close, release: () => void drain() };
}

function systemCodeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

/** The error itself is not kept as a cause: a parse error carries the bytes that the server sent, and they may repeat the key. */
function toFailure(error: unknown, phase: 'connecting' | 'waiting', connection: 'fresh' | 'kept'): HttpFailure {
  const systemCode = systemCodeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(systemCode)) return new HttpFailure('certificate', { systemCode });
  if (systemCode.startsWith('HPE_') || systemCode === 'EPROTO' || systemCode.startsWith('ERR_SSL'))
    return new HttpFailure('not-http', { systemCode });
  return new HttpFailure(phase === 'connecting' ? 'unreachable' : 'lost', { systemCode, connection });
}

/** The body as text, cut at `maxBytes`. */
export async function readText(answer: HttpAnswer, maxBytes: number, untilMs: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = await answer.read(untilMs);
    if (part === undefined) break;
    parts.push(part);
    length += part.length;
    if (length > maxBytes) {
      answer.close();
      break;
    }
  }
  return Buffer.concat(parts).subarray(0, maxBytes).toString('utf8');
}
