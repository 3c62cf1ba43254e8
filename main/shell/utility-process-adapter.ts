/** Children as Electron utility processes. Start them after the app is ready. Knows Electron and nothing of frames. */
import { utilityProcess, type UtilityProcess } from 'electron';
import { childFlags } from '../processes/adapters/child-flags.ts';
import { stillbornChild } from '../processes/adapters/stillborn-child.ts';
import type { ProcessAdapter, RawChild } from '../processes/host/types.ts';

/** How long after the exit the last frames and stderr lines may still come; nothing tells when they all have. */
const drainMs = 50;
const canSuspend = process.platform !== 'win32';

export function createUtilityProcessAdapter(): ProcessAdapter {
  return {
    kind: 'utility-process',
    spawn({ name, entry, env }) {
      try {
        return wrap(
          utilityProcess.fork(entry, [], {
            serviceName: name,
            env: { ...env },
            stdio: ['ignore', 'pipe', 'pipe'],
            execArgv: [...childFlags],
          }),
        );
      } catch (error) {
        return stillbornChild(String(error));
      }
    },
  };
}

function wrap(child: UtilityProcess): RawChild {
  let pid: number | undefined;
  let gone = false;
  child.once('spawn', () => {
    pid = child.pid;
  });
  child.once('exit', () => {
    gone = true;
  });
  child.stdout?.on('data', () => {}); // drained: a full pipe would stop the child
  child.stderr?.setEncoding?.('utf8');

  function signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    if (gone || pid === undefined) return;
    try {
      process.kill(pid, name);
    } catch {
      // it has gone in the meantime; the exit event tells
    }
  }

  return {
    get pid() {
      return pid ?? child.pid; // `child.pid` is gone after the exit; the report still wants it
    },
    send(frame) {
      if (!gone) child.postMessage(frame);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) =>
      // Electron tells no signal, and code 0 after kill(): the code is passed on and decides nothing.
      void child.once('exit', (code) => void setTimeout(() => listener(code, null), drainMs)),
    onStderr: (listener) => void child.stderr?.on('data', (chunk: Buffer | string) => listener(chunk.toString())),
    kill: () => void child.kill(),
    forceKill: () => signal('SIGKILL'),
    suspend() {
      if (canSuspend) signal('SIGSTOP');
    },
    resume() {
      if (canSuspend) signal('SIGCONT');
    },
  };
}
