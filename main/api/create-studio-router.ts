/** Binds the contract to a running studio. Every door serves this router and only brings its own principal. */
import { systemClock } from '../kernel/clock.ts';
import type { Clock } from '../kernel/clock.ts';
import { silentLogger } from '../kernel/logger.ts';
import type { Logger } from '../kernel/logger.ts';
import { studioContract } from './contract/studio.ts';
import { createGuardedImplementer } from './guarded-implementer.ts';
import { createChatHandlers } from './handlers/chat.ts';
import { createDestinationsHandlers } from './handlers/destinations.ts';
import { createEncodingHandlers } from './handlers/encoding.ts';
import { createEnginesHandlers } from './handlers/engines.ts';
import { createKnowledgeHandlers } from './handlers/knowledge.ts';
import { createPortraitsHandlers } from './handlers/portraits.ts';
import { createRecordingHandlers } from './handlers/recording.ts';
import { createHearingHandlers } from './handlers/hearing.ts';
import { createFoldersHandlers, createMachineHandlers, createShortcutsHandlers } from './handlers/settings.ts';
import { createShowHandlers } from './handlers/show.ts';
import { createStudioHandlers } from './handlers/studio.ts';
import { createTurnsHandlers } from './handlers/turns.ts';
import { createVoicesHandlers } from './handlers/voices.ts';
import { requirePermissions } from './require-permissions.ts';
import type { StudioPort } from './studio-port.ts';

export interface StudioRouterOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Throws ApiError 'permission-undeclared' when the contract holds a procedure without a permission. */
export function createStudioRouter(port: StudioPort, options: StudioRouterOptions = {}) {
  const { clock = systemClock, logger = silentLogger } = options;
  const os = createGuardedImplementer(requirePermissions(studioContract), logger);
  return os.router({
    studio: createStudioHandlers(os, port, clock),
    show: createShowHandlers(os, port),
    chat: createChatHandlers(os, port),
    turns: createTurnsHandlers(os, port.turns),
    hearing: createHearingHandlers(os, port.hearing),
    encoding: createEncodingHandlers(os, port.encoding),
    engines: createEnginesHandlers(os, port.engines),
    knowledge: createKnowledgeHandlers(os, port.knowledge),
    destinations: createDestinationsHandlers(os, port.destinations),
    portraits: createPortraitsHandlers(os, port.portraits),
    recording: createRecordingHandlers(os, port.recording),
    machine: createMachineHandlers(os, port.machine),
    folders: createFoldersHandlers(os, port.folders),
    shortcuts: createShortcutsHandlers(os, port.shortcuts),
    voices: createVoicesHandlers(os, port.voices),
  });
}
export type StudioRouter = ReturnType<typeof createStudioRouter>;
