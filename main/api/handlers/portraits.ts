/** The portrait studio. Who says that a face may be used is the principal of the door. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { PortraitsPort } from '../portraits-port.ts';

export function createPortraitsHandlers(os: StudioImplementer, port: PortraitsPort) {
  return {
    read: os.portraits.read.handler(({ input }) => port.read({ name: input.name, bytes: input.picture })),
    open: os.portraits.open.handler(({ input }) => port.open(input.choiceId)),
    findPerson: os.portraits.findPerson.handler(({ input }) => port.findPerson(input.draftId)),
    discard: os.portraits.discard.handler(async ({ input }) => {
      await port.discard(input.draftId);
      return { done: true as const };
    }),
    preview: os.portraits.preview.handler(({ input, signal }) => port.preview(input, signal ?? new AbortController().signal)),
    save: os.portraits.save.handler(({ input, context }) => port.save(input, context.principal.id)),
    remove: os.portraits.remove.handler(({ input }) => port.remove(input.choiceId)),
    thumbnails: os.portraits.thumbnails.handler(() => port.thumbnails()),
  };
}
