/** Process entry of the misbehaving ear. */
import { serveAsrEngine } from '../../child/serve-engine.ts';
import { createMisbehavingEar } from './create-misbehaving-ear.ts';

serveAsrEngine(createMisbehavingEar());
