/**
 * Child processes that are not processes: the same host and the same child code, joined by structuredClone and microtasks.
 * Programs are found by the spec's `entry`. A program can freeze, exit, ignore a kill, or even survive SIGKILL (`immortal`).
 */
import type { ParentLink } from '../../main/processes/child/parent-link.ts';
import type { ProcessAdapter, RawChild } from '../../main/processes/host/types.ts';

export interface InMemoryChild {
  readonly link: ParentLink;
  readonly env: Readonly<Record<string, string>>;
  /** Nothing is delivered any more, as if the event loop hung. */
  freeze(): void;
  thaw(): void;
  exit(code: number): void;
  ignoreKill(): void;
  becomeImmortal(): void;
  writeStderr(text: string): void;
  /** As if the operating system had killed it. */
  die(signal: string): void;
}

export type InMemoryProgram = (child: InMemoryChild) => void;

export interface InMemoryAdapter extends ProcessAdapter {
  /** Every child ever spawned, in order. */
  readonly children: readonly InMemoryChild[];
}

export function createInMemoryAdapter(programs: Readonly<Record<string, InMemoryProgram>>): InMemoryAdapter {
  const children: InMemoryChild[] = [];
  return {
    kind: 'in-memory',
    children,
    spawn({ entry, env }) {
      const { raw, child } = createPair(2 ** 30 + children.length, env);
      children.push(child);
      const program = programs[entry];
      queueMicrotask(() => {
        if (program !== undefined) return program(child);
        child.writeStderr(`Cannot find module '${entry}'\n`);
        child.exit(1);
      });
      return raw;
    },
  };
}

function createPair(pid: number, env: Readonly<Record<string, string>>): { raw: RawChild; child: InMemoryChild } {
  const toChild: ((frame: unknown) => void)[] = [];
  const toHost: ((frame: unknown) => void)[] = [];
  const stderr: ((chunk: string) => void)[] = [];
  const undelivered: unknown[] = [];
  let onExit: ((code: number | null, signal: string | null) => void) | undefined;
  let life: 'running' | 'frozen' | 'dead' = 'running';
  let ignoresKill = false;
  let immortal = false;

  function deliver(frame: unknown): void {
    // Like a pipe: what nobody listens to yet, or what a frozen child does not read, waits.
    if (life === 'frozen' || toChild.length === 0) undelivered.push(frame);
    else if (life === 'running') for (const listener of toChild) listener(frame);
  }

  function redeliver(): void {
    for (const frame of undelivered.splice(0)) deliver(frame);
  }

  function end(code: number | null, signal: string | null): void {
    if (life === 'dead') return;
    life = 'dead';
    queueMicrotask(() => onExit?.(code, signal));
  }

  const child: InMemoryChild = {
    env,
    link: {
      pid,
      post(frame) {
        if (life !== 'running') return;
        const copy: unknown = structuredClone(frame);
        queueMicrotask(() => {
          for (const listener of toHost) listener(copy);
        });
      },
      onMessage(listener) {
        toChild.push(listener);
        queueMicrotask(redeliver);
      },
      onParentGone() {},
      flush: () => Promise.resolve(),
      setTitle() {},
      writeStderr(text) {
        child.writeStderr(text);
        return Promise.resolve();
      },
      exit: (code) => end(code, null),
    },
    freeze() {
      if (life === 'running') life = 'frozen';
    },
    thaw() {
      if (life !== 'frozen') return;
      life = 'running';
      redeliver();
    },
    exit: (code) => end(code, null),
    ignoreKill() {
      ignoresKill = true;
    },
    becomeImmortal() {
      ignoresKill = true;
      immortal = true;
    },
    writeStderr(text) {
      if (life !== 'dead') for (const listener of stderr) listener(text);
    },
    die: (signal) => end(null, signal),
  };

  const raw: RawChild = {
    pid,
    send(frame) {
      const copy: unknown = structuredClone(frame);
      queueMicrotask(() => deliver(copy));
    },
    onMessage: (listener) => void toHost.push(listener),
    onExit: (listener) => {
      onExit = listener;
    },
    onStderr: (listener) => void stderr.push(listener),
    kill() {
      if (!ignoresKill && life === 'running') end(null, 'SIGTERM');
    },
    forceKill() {
      if (!immortal) end(null, 'SIGKILL');
    },
    suspend: () => child.freeze(),
    resume: () => child.thaw(),
  };
  return { raw, child };
}
