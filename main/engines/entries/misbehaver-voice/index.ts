/** Process entry of the misbehaving voice. */
import { serveTtsEngine } from '../../child/serve-engine.ts';
import { createMisbehavingVoice } from './create-misbehaving-voice.ts';

serveTtsEngine(createMisbehavingVoice());
