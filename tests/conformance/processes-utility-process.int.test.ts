/** The Electron adapter: the same scenarios, run inside a real Electron main process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { buildFixture } from '../fixtures/build-fixture.ts';
import { processScenarios } from './process-scenarios.ts';

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly message?: string;
}

it('process conformance: utility-process', async () => {
  const main = await buildFixture('electron-conformance');
  const folder = mkdtempSync(join(tmpdir(), 'electron-conformance-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron-conformance', type: 'module', main: 'main.js' }));
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
        TEST_CHILD_ENTRY: resolve(import.meta.dirname, '../../dist/main/children/test-child.js'),
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
    const outcomes = stdout
      .split('\n')
      .filter((line) => line.startsWith('{"name"'))
      .map((line) => JSON.parse(line) as Outcome);
    expect(outcomes.filter(({ passed }) => !passed)).toEqual([]);
    expect(
      outcomes.map(({ name }) => name),
      stderr,
    ).toEqual(processScenarios.map(({ name }) => name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
