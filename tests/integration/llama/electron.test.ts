/** The engine `llama` with the real llama.cpp in a utilityProcess of a real Electron. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { buildFixture } from '../../fixtures/build-fixture.ts';
import type { LlamaElectronReport } from '../../fixtures/llama/electron-main.ts';
import { greeting, greetingText, modelFiles } from '../../fixtures/llama/model-files.ts';
import { ensureLlamaPack } from '../../fixtures/llama/test-pack.ts';

it('loads, streams, is cancelled and unloaded in a utilityProcess', async () => {
  const packDir = await ensureLlamaPack();
  const main = await buildFixture('llama/electron-main');
  const files = modelFiles();
  const folder = mkdtempSync(join(tmpdir(), 'electron-llama-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron-llama', type: 'module', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), `import ${JSON.stringify(main)};\n`);
  try {
    const electron = createRequire(import.meta.url)('electron') as unknown as string;
    const args = [
      '--disable-gpu',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(folder, 'data')}`,
      folder,
    ];
    const needsDisplay = process.platform === 'linux' && !process.env['DISPLAY'];
    const child = spawn(needsDisplay ? 'xvfb-run' : electron, needsDisplay ? ['-a', electron, ...args] : args, {
      env: {
        ...process.env,
        ENTRIES_DIR: resolve(import.meta.dirname, '../../../dist/main/children'),
        PACK_DIR: packDir,
        MODEL_PATH: files.make('greeting.gguf', greeting),
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        DBUS_SYSTEM_BUS_ADDRESS: 'disabled:',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-8000)));
    await once(child, 'close');
    const line = stdout.split('\n').find((text) => text.startsWith('{"electronVersion"'));
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
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);
