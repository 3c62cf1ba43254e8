/** In a real Electron: the engine in a utilityProcess, and what the shell's keychain says before and after the app is ready. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { buildFixture } from '../../fixtures/build-fixture.ts';
import type { ElectronReport } from '../../fixtures/openai-server/electron-main.ts';

it('answers from a utilityProcess, and takes no fixed password for a keychain', async () => {
  const main = await buildFixture('openai-server/electron-main');
  const folder = mkdtempSync(join(tmpdir(), 'electron-openai-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron-openai', type: 'module', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), `import ${JSON.stringify(main)};\n`);
  try {
    const electron = createRequire(import.meta.url)('electron') as unknown as string;
    const args = [
      '--disable-gpu',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // no keyring asks this machine's user for a password
      '--password-store=basic',
      `--user-data-dir=${join(folder, 'data')}`,
      folder,
    ];
    const needsDisplay = process.platform === 'linux' && !process.env['DISPLAY'];
    const child = spawn(needsDisplay ? 'xvfb-run' : electron, needsDisplay ? ['-a', electron, ...args] : args, {
      env: {
        ...process.env,
        ENTRIES_DIR: resolve(import.meta.dirname, '../../../dist/main/children'),
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
    const line = stdout.split('\n').find((text) => text.startsWith('{"nodeVersion"'));
    expect(line, stderr).toBeDefined();
    const report = JSON.parse(line ?? '{}') as ElectronReport;
    expect(report).toMatchObject({ keychainBeforeReady: 'none', text: 'You said: 你好 🎉', cancelled: 'cancelled', serverSawCancel: true });
    if (process.platform === 'linux')
      expect(report).toMatchObject({
        keychain: 'none',
        encryptionWithFixedPassword: 'available',
        keychainWithFixedPassword: 'none',
        keeping: 'no-keychain',
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
