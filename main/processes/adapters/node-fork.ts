/** Children as Node forks: for the CLI and the tests. Knows child_process and nothing of frames. */
import { fork, type ChildProcess } from 'node:child_process';
import type { ProcessAdapter, RawChild } from '../host/types.ts';
import { childFlags } from './child-flags.ts';
import { stillbornChild } from './stillborn-child.ts';

/** How long after the exit the last frames and stderr lines may still come. */
const drainBudgetMs = 200;
const canSuspend = process.platform !== 'win32';

export function createNodeForkAdapter(): ProcessAdapter {
  return {
    kind: 'node-fork',
    spawn({ entry, env }) {
      try {
        return wrap(
          fork(entry, [], { env, serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [...childFlags] }),
        );
      } catch (error) {
        return stillbornChild(String(error));
      }
    },
  };
}

function wrap(child: ChildProcess): RawChild {
  let exit: { readonly code: number | null; readonly signal: string | null } | undefined;
  let report: ((code: number | null, signal: string | null) => void) | undefined;
  let drain: NodeJS.Timeout | undefined;

  function settle(): void {
    if (exit === undefined || report === undefined) return;
    clearTimeout(drain);
    const told = report;
    report = undefined;
    told(exit.code, exit.signal);
  }

  // `exit` can come before the last frames and lines: `close` comes after both, unless a grandchild holds stderr open.
  child.once('exit', (code, signal) => {
    exit = { code, signal };
    drain = setTimeout(settle, drainBudgetMs);
  });
  child.once('close', (code, signal) => {
    exit ??= { code, signal };
    settle();
  });
  child.on('error', () => {
    if (child.pid !== undefined) return; // a failed send or kill; the exit tells the rest
    exit ??= { code: null, signal: null };
    queueMicrotask(settle);
  });
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8');

  return {
    get pid() {
      return child.pid;
    },
    send(frame) {
      if (child.connected) child.send(frame as never, () => {}); // the callback takes the error of a closed channel
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      report = listener;
    },
    onStderr: (listener) => void child.stderr?.on('data', listener),
    kill: () => void child.kill('SIGTERM'),
    forceKill: () => void child.kill('SIGKILL'),
    suspend: () => void (canSuspend && child.kill('SIGSTOP')),
    resume: () => void (canSuspend && child.kill('SIGCONT')),
  };
}
