/** Finds out whether a loopback port can be had, because the server behind this would end the process where it cannot. */
import { createServer, type AddressInfo } from 'node:net';
import { LayerError } from '../../contract/failure.ts';

export class MediaServerError extends LayerError<'port-taken' | 'not-startable' | 'already-configured'> {
  constructor(
    code: 'port-taken' | 'not-startable' | 'already-configured',
    message: string,
    options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> },
  ) {
    super('MediaServerError', code, message, options);
  }
}

export const loopback = '127.0.0.1';

/** `port` itself when it is free, a free one for 0. Rejects with 'port-taken'. */
export function claimLoopbackPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const reason = taken ? 'another program is using it' : error.message;
      reject(
        new MediaServerError(taken ? 'port-taken' : 'not-startable', `port ${port} on ${loopback} cannot be used: ${reason}`, {
          cause: error,
          detail: { port },
        }),
      );
    });
    probe.listen({ port, host: loopback, exclusive: true }, () => {
      const { port: found } = probe.address() as AddressInfo;
      probe.close(() => resolve(found));
    });
  });
}
