/**
 * The entry of every child process: waits for the host's hello, sets the service up, says ready, answers, and ends with a bye.
 * Works under a Node fork and in an Electron utilityProcess alike; must not import electron.
 */
import { toFailureInfo } from '../../contract/failure.ts';
import { createDeferred } from '../../kernel/deferred.ts';
import { protocolVersion, type HostFrame } from '../protocol/frames.ts';
import { parseHostFrame } from '../protocol/parse-frames.ts';
import { findParentLink, type ParentLink } from './parent-link.ts';
import { serveRequests, type ServedRequests } from './serve-requests.ts';
import type { ChildRuntime, ChildService } from './types.ts';

export type ServiceSetup = (runtime: ChildRuntime) => ChildService | Promise<ChildService>;

export function serveProcess(setup: ServiceSetup): void {
  // Ctrl-C, and the end of the terminal, reach the whole process group: it is main that ends its children, in order
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  serveOver(findParentLink(), setup);
}

/** `onStop` must be quick: past this the process goes without it. The parent's death leaves less time than a stop request. */
const stopBudgetMs = { stop: 5000, 'parent-gone': 500 } as const;
/** No port tells when what was posted has been read, so the host says it; one that does not is not waited for longer. */
const farewellTimeoutMs = 1000;

export function serveOver(link: ParentLink, setup: ServiceSetup): void {
  let generation: number | undefined;
  let service: ChildService | undefined;
  let requests: ServedRequests | undefined;
  let leaving = false;
  const farewell = createDeferred<void>();

  const post = (body: object): void => link.post({ protocol: protocolVersion, generation, ...body });

  const runtime: ChildRuntime = {
    emit(name, payload) {
      if (generation !== undefined) post({ kind: 'event', name, payload });
    },
  };

  async function begin(frame: Extract<HostFrame, { kind: 'hello' }>): Promise<void> {
    generation = frame.generation;
    link.setTitle(frame.name);
    try {
      service = await setup(runtime);
      if (leaving) return;
      requests = serveRequests(service, post);
      post({ kind: 'ready', pid: link.pid, info: service.info });
    } catch (error) {
      const failure = toFailureInfo(error);
      const trace = error instanceof Error ? (error.stack ?? error.message) : failure.message;
      await link.writeStderr(`set-up failed: ${failure.code}: ${trace}\n`);
      link.exit(1);
    }
  }

  async function leave(reason: 'stop' | 'parent-gone'): Promise<void> {
    if (leaving) return;
    leaving = true;
    const deadline = setTimeout(() => link.exit(reason === 'stop' ? 0 : 1), stopBudgetMs[reason]);
    requests?.abortAll(new DOMException('the process is stopping', 'AbortError'));
    try {
      await service?.onStop?.(reason);
      post({ kind: 'bye', reason });
      await link.flush();
      if (reason === 'stop') await Promise.race([farewell.promise, new Promise((resolve) => setTimeout(resolve, farewellTimeoutMs))]);
    } catch (error) {
      await link.writeStderr(`onStop failed: ${String(error)}\n`);
    } finally {
      clearTimeout(deadline);
      link.exit(0);
    }
  }

  function accept(frame: HostFrame): void {
    switch (frame.kind) {
      case 'hello':
        if (generation === undefined) void begin(frame);
        return;
      case 'ping':
        post({ kind: 'pong', id: frame.id });
        return;
      case 'stop':
        void leave('stop');
        return;
      case 'farewell':
        farewell.resolve();
        return;
      case 'call':
        if (!leaving) requests?.call(frame.id, frame.method, frame.payload);
        return;
      case 'open':
        if (!leaving) requests?.open(frame.id, frame.method, frame.payload, frame.credit);
        return;
      case 'credit':
        requests?.credit(frame.id, frame.credit);
        return;
      case 'abort':
        requests?.abort(frame.id);
    }
  }

  link.onMessage((raw) => {
    const frame = parseHostFrame(raw, generation ?? 'any');
    if (frame !== undefined) accept(frame);
  });
  link.onParentGone(() => void leave('parent-gone'));
}
