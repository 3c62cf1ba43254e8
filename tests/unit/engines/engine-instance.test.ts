/** An engine that dies late in every load is given up like one that dies at once: a process that was up for long has not worked for long. */
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { defaultRestartPolicy } from '../../../main/processes/host/restart-policy.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

const entriesDir = '/entries';
const manifest = findEngine('flite');
if (!manifest) throw new Error('there is no flite');

let engine: EngineInstance | undefined;
afterEach(() => engine?.dispose());

/** Every process lives `livesMs` from its load on; `loads`: whether the load is done by then. */
function start(livesMs: number, loads: boolean) {
  const clock = createFakeClock();
  const adapter = createInMemoryAdapter({
    [join(entriesDir, `${manifest!.entry}.js`)]: (child) =>
      serveOver(child.link, () => ({
        methods: {
          load() {
            clock.after(livesMs, () => child.exit(1));
            return loads ? { kind: 'tts' } : new Promise(() => {});
          },
        },
      })),
  });
  engine = createEngineInstance({
    adapter,
    manifest: manifest!,
    spec: { showId: asShowId('show'), instanceId: asInstanceId('one'), engineId: 'flite', options: {}, resourcesDir: '/resources' },
    entriesDir,
    clock,
    logger: silentLogger,
  });
  return { clock, engine };
}
const { decayMs, maxAttempts } = defaultRestartPolicy;
const longer = decayMs + 1000;
/** All attempts, with the longest waits between them. */
const allMs = (maxAttempts + 1) * (longer + defaultRestartPolicy.maxDelayMs);

it('gives up after the attempts of the policy where each load dies, however late', async () => {
  const { clock, engine: opened } = start(longer, false);
  await clock.advance(allMs);
  expect([opened.state, opened.generation]).toEqual(['failed', maxAttempts + 1]);
  expect(opened.message?.en).toMatch(/stopped/);
});

it('goes on for ever where each process works for long', async () => {
  const { clock, engine: opened } = start(longer, true);
  await clock.advance(allMs);
  expect(opened.state).toBe('ready');
  expect(opened.generation).toBeGreaterThan(maxAttempts + 1);
});
