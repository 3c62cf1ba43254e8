/** Every embedded engine passes its trial; what is silent, blank or of another size does not. Real processes, real sockets. */
import { afterEach, describe, expect, it } from 'vitest';
import { builtInChoices, testChoices } from '../../../main/engines/catalog/choices.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { createProbe } from '../../../main/swap/probe/create-probe.ts';
import { startEngine } from '../engines/support.ts';

const probe = createProbe({ clock: systemClock });
const running: EngineInstance[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((instance) => instance.dispose()));
});

async function start(choice: EngineChoice, more: Readonly<Record<string, unknown>> = {}): Promise<EngineInstance> {
  const { voice: _voice, ...options } = choice.options;
  const knowledge = options['knowledgePath'];
  const instance = startEngine(choice.engineId, {
    ...choice.options,
    ...(typeof knowledge === 'string' ? { knowledgePath: `${import.meta.dirname}/../../../resources/${knowledge}` } : {}),
    ...more,
  });
  running.push(instance);
  await instance.whenReady();
  return instance;
}

describe('the trial of a candidate', () => {
  it.each([...builtInChoices, ...testChoices].map((choice) => [choice.choiceId, choice] as const))('passes %s', async (_id, choice) => {
    const instance = await start(choice);
    const report = await probe(instance, choice, instance.signature, new AbortController().signal);
    expect(report.firstOutputMs).toBeGreaterThan(0);
    expect(report.totalMs).toBeGreaterThanOrEqual(report.firstOutputMs);
  });

  it('rejects a face of another size, in words', async () => {
    const choice = builtInChoices.find(({ engineId }) => engineId === 'puppet');
    if (!choice) throw new Error('no puppet');
    const small = await start(choice, { width: 320, height: 320 });
    const large = await start(choice, { width: 640, height: 640 });
    await expect(probe(small, choice, large.signature, new AbortController().signal)).rejects.toMatchObject({
      code: 'signature',
      detail: { words: { en: expect.stringContaining('320x320') } },
    });
  });

  it('ends with the reason when it is aborted', async () => {
    const choice = builtInChoices.find(({ engineId }) => engineId === 'flite');
    if (!choice) throw new Error('no flite');
    const instance = await start(choice);
    const given = new AbortController();
    const tried = probe(instance, choice, undefined, given.signal);
    given.abort(new Error('given up'));
    await expect(tried).rejects.toThrow('given up');
  });
});
