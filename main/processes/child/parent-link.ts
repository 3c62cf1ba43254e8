/**
 * The child's end of its process port. Two real ones (Node fork: process.send; Electron utilityProcess: process.parentPort)
 * look the same from here; the in-memory adapter brings its own. Must not import electron.
 */
export interface ParentLink {
  readonly pid: number;
  post(frame: unknown): void;
  onMessage(listener: (frame: unknown) => void): void;
  /** Fires once when the parent has gone without a stop request. */
  onParentGone(listener: () => void): void;
  /** Resolves when what was posted has left this process, as far as the port can tell. */
  flush(): Promise<void>;
  setTitle(name: string): void;
  /** Resolves when the text is out. */
  writeStderr(text: string): Promise<void>;
  exit(code: number): void;
}

/** What Electron adds to `process` in a utility process; declared here so that this file needs no electron types. */
interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

export function findParentLink(): ParentLink {
  const { parentPort } = process as unknown as { readonly parentPort?: ElectronParentPort };
  if (parentPort !== undefined) return utilityLink(parentPort);
  if (typeof process.send === 'function') return forkLink();
  throw new Error('this file is the entry of a child process: start it through a process adapter');
}

const ownProcess = {
  pid: process.pid,
  setTitle(name: string): void {
    process.title = name;
  },
  writeStderr: (text: string): Promise<void> => new Promise((resolve) => process.stderr.write(text, () => resolve())),
  exit: (code: number): void => process.exit(code),
};

/** A parent that is stopped or drowning must not grow this process: past this many unsent frames, events are dropped and counted. */
const maxUnsentFrames = 20_000;

function forkLink(): ParentLink {
  let unsent = 0;
  let dropped = 0;
  return {
    post(frame) {
      if (!process.connected) return;
      if (unsent >= maxUnsentFrames && (frame as { readonly kind?: unknown }).kind === 'event') {
        dropped += 1;
        if (dropped === 1) process.stderr.write('the parent does not read: events are dropped\n');
        return;
      }
      process.send?.(frame, undefined, undefined, () => {
        unsent -= 1;
      });
      unsent += 1; // only now: a frame that cannot be cloned throws
    },
    onMessage: (listener) => void process.on('message', listener),
    onParentGone: (listener) => void process.once('disconnect', listener),
    flush: () => untilNothing(() => unsent > 0 && process.connected),
    ...ownProcess,
  };
}

/** Looks again each turn of the event loop; the host's stop budget bounds the wait. */
async function untilNothing(left: () => boolean): Promise<void> {
  while (left()) await new Promise((resolve) => setImmediate(resolve));
}

function utilityLink(port: ElectronParentPort): ParentLink {
  return {
    post: (frame) => port.postMessage(frame),
    onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    onParentGone() {
      // Electron ends its utility processes with the main process (measured with kill -9).
    },
    // Nothing tells when a frame has left a utility process; the host's farewell does.
    flush: () => Promise.resolve(),
    ...ownProcess,
  };
}
