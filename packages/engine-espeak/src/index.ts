/** The eSpeak NG engine's process. GPL-3.0-or-later: a program of its own that talks to the studio over its port and a socket. */
import { serveTtsEngine } from '../../../main/engines/child/serve-engine.ts';
import { createEspeakEngine } from './espeak-engine.ts';
import { createEspeak } from './espeak-program.ts';

serveTtsEngine({ load: async (spec) => createEspeakEngine(await createEspeak(), spec) });
