/**
 * An app entry for tests: the real shell, door, preload and window around the scripted studio.
 * When the studio is disposed, what was asked of it is logged.
 * FAKE_STUDIO_ROLE: the window's role instead of the local owner. FAKE_STUDIO_PREVIEW=1: a moving test pattern as preview.
 */
import { resolve } from 'node:path';
import type { Principal } from '../../../main/access/principal.ts';
import { roles } from '../../../main/access/roles.ts';
import { startShell } from '../../../main/shell/start-shell.ts';
import { createLogger } from '../../../main/telemetry/create-logger.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';
import { FakeStudio } from '../../fakes/fake-studio.ts';
import { createTestPatternServer } from './test-pattern-server.ts';

declare global {
  /** For tests, which reach into this process through Playwright. */
  // oxlint-disable-next-line no-var -- the only way to type a global
  var fakeStudio: FakeStudio | undefined;
  // oxlint-disable-next-line no-var -- as above
  var dropPreview: (() => void) | undefined;
}

const role = roles.find((candidate) => candidate === process.env['FAKE_STUDIO_ROLE']);
const principal: Principal | undefined = role === undefined ? undefined : { id: `test-${role}`, name: role, role };
const logger = createLogger({ sink: (line) => void process.stderr.write(`${line}\n`), redactor: createRedactor() });

void startShell({
  distDir: resolve(import.meta.dirname, '..'),
  createLogger: () => logger,
  ...(principal === undefined ? {} : { principal }),
  async createStudio() {
    const preview = process.env['FAKE_STUDIO_PREVIEW'] === '1' ? await createTestPatternServer() : undefined;
    const failStartWith = process.env['FAKE_STUDIO_FAIL_START'];
    const studio = new FakeStudio({
      ...(preview === undefined ? {} : { previewUrl: ({ width, height }) => `${preview.url}?size=${width}x${height}` }),
      ...(failStartWith === undefined ? {} : { failStartWith }),
    });
    const dispose = studio.dispose.bind(studio);
    studio.dispose = async () => {
      await dispose();
      await preview?.dispose();
      logger.info('fake studio disposed', { calls: studio.calls.map((call) => call.name) });
    };
    globalThis.fakeStudio = studio;
    globalThis.dropPreview = () => preview?.dropViewers();
    return studio;
  },
});
