/** Which encoders work, and which formats they hold. */
import type { EncodingPort } from '../encoding-port.ts';
import type { StudioImplementer } from '../guarded-implementer.ts';

export function createEncodingHandlers(os: StudioImplementer, port: EncodingPort) {
  return {
    encoders: os.encoding.encoders.handler(() => port.encoders()),
    check: os.encoding.check.handler(({ input }) => port.check(input)),
  };
}
