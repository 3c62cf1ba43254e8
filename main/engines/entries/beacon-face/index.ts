/** Process entry of the beacon face. */
import { serveFaceEngine } from '../../child/serve-engine.ts';
import { beaconFace } from './beacon-face.ts';

serveFaceEngine(beaconFace);
