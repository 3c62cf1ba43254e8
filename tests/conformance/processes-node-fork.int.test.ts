/** The Node adapter with real children. */
import { resolve } from 'node:path';
import { createNodeForkAdapter } from '../../main/processes/adapters/node-fork.ts';
import { processConformance } from './process-conformance.ts';

const entry = resolve(import.meta.dirname, '../../dist/main/children/test-child.js');

processConformance('node-fork', () => ({ adapter: createNodeForkAdapter(), entry }));
