/** The in-memory adapter passes the same suite as the real ones, so that tests built on it can be believed. */
import { serveOver } from '../../main/processes/child/serve-process.ts';
import { createInMemoryAdapter, type InMemoryProgram } from '../fakes/in-memory-adapter.ts';
import { createTestService } from '../fixtures/test-service.ts';
import { processConformance } from './process-conformance.ts';

const testChild: InMemoryProgram = (child) => {
  if (child.env['TEST_CHILD_MODE'] === 'silent') return;
  serveOver(child.link, (runtime) =>
    createTestService(runtime, {
      hang: () => child.freeze(),
      crash() {
        child.writeStderr('Error: crash as asked\n');
        child.exit(1);
      },
      exit: (code) => child.exit(code),
      writeStderr: (text) => child.writeStderr(text),
      sendRaw: (message) => child.link.post(message),
      environment: () => child.env,
      spawnGrandchild: () => 0,
    }),
  );
};

processConformance('in-memory', () => ({ adapter: createInMemoryAdapter({ 'test-child': testChild }), entry: 'test-child' }));
