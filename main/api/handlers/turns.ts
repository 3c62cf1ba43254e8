/** The turns of every show that is stored. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { TurnsPort } from '../turns-port.ts';

export function createTurnsHandlers(os: StudioImplementer, port: TurnsPort) {
  return { page: os.turns.page.handler(({ input }) => port.page(input)) };
}
