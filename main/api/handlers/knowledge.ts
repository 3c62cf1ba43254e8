/** Books of knowledge: listing, editing, importing, trying. Who puts one in use is the principal of the door. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { KnowledgePort } from '../knowledge-port.ts';

export function createKnowledgeHandlers(os: StudioImplementer, port: KnowledgePort) {
  return {
    list: os.knowledge.list.handler(() => port.list()),
    read: os.knowledge.read.handler(({ input }) => port.read(input.bookId)),
    create: os.knowledge.create.handler(({ input }) => port.create(input.label, input.from)),
    rename: os.knowledge.rename.handler(({ input }) => port.rename(input.bookId, input.label)),
    remove: os.knowledge.remove.handler(({ input }) => port.remove(input.bookId)),
    use: os.knowledge.use.handler(({ input, context }) => port.use(input.bookId, context.principal.id)),
    putQuestion: os.knowledge.putQuestion.handler(({ input }) => port.putQuestion(input.bookId, input.part, input.entryId, input.draft)),
    putProduct: os.knowledge.putProduct.handler(({ input }) => port.putProduct(input.bookId, input.entryId, input.draft)),
    putBasics: os.knowledge.putBasics.handler(({ input }) => port.putBasics(input.bookId, input.basics)),
    removeEntries: os.knowledge.removeEntries.handler(({ input }) => port.removeEntries(input.bookId, input.part, input.entryIds)),
    preview: os.knowledge.preview.handler(({ input }) => port.preview(input)),
    import: os.knowledge.import.handler(({ input }) => port.import(input)),
    export: os.knowledge.export.handler(({ input }) => port.export(input.bookId, input.format)),
    try: os.knowledge.try.handler(({ input }) => port.try(input.bookId, input.line)),
  };
}
