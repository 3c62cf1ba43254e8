/** An echo until it misbehaves. Every fault is a real one of this process: it hangs, floods, grows, lies or ends. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../contract/engine-error.ts';
import type { LlmItem } from '../../contract/requests.ts';
import type { EngineOf, LoadedLlm } from '../../child/types.ts';

export const faults = [
  /** Never gets ready. */
  'load-never',
  /** Ends in the middle of its load, as if all were well. */
  'load-exit-0',
  /** Writes 1 GiB to stderr, then says that it cannot load. */
  'load-stderr-flood',
  /** Takes memory until somebody ends it. */
  'load-hog',
  'answer-nothing',
  /** Items that are not what was agreed. */
  'answer-garbage',
  'answer-never',
  /** The whole answer after `lateMs` (default 3000). */
  'answer-late',
  /** Ends in the middle of an answer, with exit code 0. */
  'answer-exit-0',
  /** Answers properly; does not end when it is asked to, nor by SIGTERM. */
  'stop-ignored',
] as const;
export type Fault = (typeof faults)[number];

const floodBytes = 1024 ** 3;
const pieceBytes = 1024 ** 2;
const hogPieceBytes = 64 * 1024 ** 2;

export function createMisbehaver(): EngineOf<LoadedLlm> {
  return {
    async load({ options }) {
      const fault = readFault(options['how']);
      const after = typeof options['after'] === 'number' ? options['after'] : 0;
      const lateMs = typeof options['lateMs'] === 'number' ? options['lateMs'] : 3000;
      await loadAs(fault);
      let asked = 0;
      return {
        signature: { kind: 'llm', languages: ['*'], contextTokens: null, model: `misbehaver: ${fault}` },
        async *infer(request, signal) {
          signal.throwIfAborted();
          const text = request.messages.findLast((message) => message.role === 'user')?.content ?? '';
          asked += 1;
          if (asked > after) yield* answerAs(fault, text, lateMs);
          else yield* echo(text);
        },
        unload: () => (fault === 'stop-ignored' ? new Promise<void>(() => {}) : undefined),
      };
    },
  };
}

function readFault(how: unknown): Fault {
  const fault = faults.find((name) => name === how);
  if (!fault) throw new EngineError('bad-options', `misbehaver: how must be one of ${faults.join(', ')}, not ${JSON.stringify(how)}`);
  return fault;
}

async function loadAs(fault: Fault): Promise<void> {
  switch (fault) {
    case 'load-never':
      return new Promise(() => {});
    case 'load-exit-0':
      process.exit(0);
    case 'load-stderr-flood':
      return flood();
    case 'load-hog':
      return hog();
    case 'stop-ignored':
      process.on('SIGTERM', () => {});
      return;
    case 'answer-nothing':
    case 'answer-garbage':
    case 'answer-never':
    case 'answer-late':
    case 'answer-exit-0':
      return;
  }
}

async function flood(): Promise<void> {
  const piece = `${'all is lost '.repeat(10)}\n`.repeat(Math.ceil(pieceBytes / 121)).slice(0, pieceBytes);
  for (let written = 0; written < floodBytes; written += pieceBytes)
    if (!process.stderr.write(piece)) await new Promise((resolve) => process.stderr.once('drain', resolve));
  throw new EngineError('engine-failed', 'The model gave up after a long complaint');
}

async function hog(): Promise<never> {
  const held: Uint8Array[] = [];
  for (;;) {
    held.push(new Uint8Array(hogPieceBytes).fill(1 + (held.length % 255)));
    await sleep(20);
  }
}

async function* answerAs(fault: Fault, text: string, lateMs: number): AsyncGenerator<LlmItem> {
  switch (fault) {
    case 'answer-nothing':
      yield { type: 'end', finishReason: 'stop' };
      return;
    case 'answer-garbage':
      yield* [null, 7, { type: 'text', text: 42 }, { type: 'text' }] as unknown as LlmItem[];
      return;
    case 'answer-never':
      await new Promise(() => {});
      return;
    case 'answer-late':
      await sleep(lateMs);
      yield* echo(text);
      return;
    case 'answer-exit-0':
      yield { type: 'text', text: text.slice(0, Math.ceil(text.length / 2)) };
      // the first half is on its way before the end
      await sleep(50);
      process.exit(0);
    case 'load-never':
    case 'load-exit-0':
    case 'load-stderr-flood':
    case 'load-hog':
    case 'stop-ignored':
      yield* echo(text);
  }
}

async function* echo(text: string): AsyncGenerator<LlmItem> {
  yield await Promise.resolve({ type: 'text' as const, text });
  yield { type: 'end', finishReason: 'stop' };
}
