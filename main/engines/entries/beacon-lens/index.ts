/** Process entry of the beacon lens. */
import { serveEnhanceEngine } from '../../child/serve-engine.ts';
import { createBeaconLens } from './create-beacon-lens.ts';

serveEnhanceEngine(createBeaconLens());
