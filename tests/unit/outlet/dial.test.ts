/** What a socket is asked for, at Node's own door: no name is looked up and nothing is dialled. */
import { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultTimings } from '../../../main/outlet/child/destination.ts';
import { dial } from '../../../main/outlet/child/rtmp/dial.ts';

afterEach(() => vi.restoreAllMocks());

describe('dial', () => {
  it.each(['tcp', 'tls'] as const)('gives each address of a server the time that a long way takes (%s)', (transport) => {
    const connect = vi.spyOn(Socket.prototype, 'connect').mockReturnThis();
    const { socket } = dial({ transport, host: 'a.example', port: 1935, app: 'live', tcUrl: '', secrets: [] }, undefined);
    const asked: unknown[] = connect.mock.calls.flat(2);
    socket.destroy();
    const { autoSelectFamilyAttemptTimeout: attemptMs } = asked[0] as { readonly autoSelectFamilyAttemptTimeout?: number };
    // Node's own 250 ms cuts off the only address that works; and one that is silent must leave time for the next
    expect(attemptMs).toBeGreaterThanOrEqual(2000);
    expect(attemptMs).toBeLessThan(defaultTimings.setUpTimeoutMs / 2);
  });
});
