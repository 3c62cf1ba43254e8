/** The voice gate as main sees it, with a told process: what waits for the end of the process is not piled up, and its end is noticed where nothing is fed. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createVoiceGate, type VoiceGate } from '../../../main/hearing/control/create-voice-gate.ts';
import type { GateFeed } from '../../../main/hearing/protocol/voice-gate.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import type * as Start from '../../../main/processes/host/start-process.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

/** How often somebody took the promise of a process's end in order to wait for it. */
let waits = 0;
vi.mock('../../../main/processes/host/start-process.ts', async (original) => {
  const { startProcess } = await original<typeof Start>();
  const counted: typeof startProcess = (...args) => {
    const handle = startProcess(...args);
    const exited = (): typeof handle.exited => {
      waits += 1;
      return handle.exited;
    };
    return Object.create(handle, { exited: { get: exited } }) as typeof handle;
  };
  return { startProcess: counted };
});

let gate: VoiceGate | undefined;
beforeEach(() => {
  waits = 0;
});
afterEach(() => gate?.dispose());

/** A gate that needs all that it ever heard. */
function open() {
  const clock = createFakeClock();
  const heard: string[] = [];
  const adapter = createInMemoryAdapter({
    [join('/entries', 'voice-gate.js')](child) {
      const number = adapter.children.length;
      serveOver(child.link, () => ({
        methods: {
          feed({ fromSample }: GateFeed) {
            heard.push(`${number}: ${fromSample}`);
            return { items: [], keepFromSample: 0, speech: 0 };
          },
        },
      }));
    },
  });
  gate = createVoiceGate({ adapter, entriesDir: '/entries', clock, logger: silentLogger });
  return { clock, adapter, heard, gate };
}
const piece = new Int16Array(1600);

it('waits for the end of its process once, however much is fed', async () => {
  const { gate: opened, heard } = open();
  await settle();
  opened.feed(piece);
  await settle();
  const before = waits;
  for (let count = 1; count < 200; count += 1) {
    opened.feed(piece);
    await settle(1);
  }
  await settle();
  expect(heard).toHaveLength(200);
  expect(waits).toBe(before);
  // the supervisor and the gate
  expect(waits).toBe(2);
});

it('tells the next process what it needs where one dies while nothing is fed', async () => {
  const { gate: opened, clock, adapter, heard } = open();
  opened.feed(piece);
  await settle();
  adapter.children[0]?.die('SIGKILL');
  await clock.advance(1000);
  adapter.children[1]?.die('SIGKILL');
  await clock.advance(1000);
  expect(heard).toEqual(['1: 0', '2: 0', '3: 0']);
});
