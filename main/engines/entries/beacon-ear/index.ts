/** Process entry of the beacon ear. */
import { serveAsrEngine } from '../../child/serve-engine.ts';
import { createBeaconEar } from './create-beacon-ear.ts';

serveAsrEngine(createBeaconEar());
