/** Process entry of the beacon voice. */
import { serveTtsEngine } from '../../child/serve-engine.ts';
import { beaconVoice } from './beacon-voice.ts';

serveTtsEngine(beaconVoice);
