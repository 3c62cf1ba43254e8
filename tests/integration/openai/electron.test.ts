/** In a real Electron: the engine in a utilityProcess, and what the shell's keychain says before and after the app is ready. */
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { ElectronReport } from '../../fixtures/openai-server/electron-main.ts';
import { runInElectron } from '../../fixtures/run-in-electron.ts';

it('answers from a utilityProcess, and takes no fixed password for a keychain', async () => {
  const { lines, stderr } = await runInElectron('openai-server/electron-main', {
    env: { ENTRIES_DIR: resolve(import.meta.dirname, '../../../dist/main/children') },
    // no keyring asks this machine's user for a password
    switches: ['--password-store=basic'],
  });
  const line = lines.find((text) => text.startsWith('{"nodeVersion"'));
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
});
