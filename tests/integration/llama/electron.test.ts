/** The engine `llama` with the real llama.cpp in a utilityProcess of a real Electron. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { LlamaElectronReport } from '../../fixtures/llama/electron-main.ts';
import { greeting, greetingText, modelFiles } from '../../fixtures/llama/model-files.ts';
import { ensureLlamaPack } from '../../fixtures/llama/test-pack.ts';
import { runInElectron } from '../../fixtures/run-in-electron.ts';

it('loads, streams, is cancelled and unloaded in a utilityProcess', async () => {
  const packDir = await ensureLlamaPack();
  const files = modelFiles();
  try {
    const { lines, stderr } = await runInElectron('llama/electron-main', {
      env: {
        ENTRIES_DIR: resolve(import.meta.dirname, '../../../dist/main/children'),
        PACK_DIR: packDir,
        MODEL_PATH: files.make('greeting.gguf', greeting),
      },
    });
    const line = lines.find((text) => text.startsWith('{"electronVersion"'));
    expect(line, stderr).toBeDefined();
    const report = JSON.parse(line ?? '{}') as LlamaElectronReport;
    expect(report.electronVersion).toMatch(/^\d+\./);
    expect(report).toMatchObject({
      signature: { kind: 'llm', contextTokens: 512, model: 'tiny-scripted' },
      text: greetingText,
      cancelled: 'cancelled',
      textAfterCancel: greetingText,
      ending: 'observed',
    });
  } finally {
    files.remove();
  }
}, 300_000);
