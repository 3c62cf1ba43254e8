/** Reads a knowledge file (YAML or JSON). Every mistake comes back as file, line, field and words; nothing half-valid is used. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { EngineError } from '../contract/engine-error.ts';
import { type Knowledge, knowledgeSchema } from './knowledge.ts';

export const maxKnowledgeBytes = 4 * 1024 * 1024;
const maxShownProblems = 5;

interface Problem {
  readonly line: number | null;
  readonly field: string;
  readonly message: string;
}

export async function loadKnowledge(path: string): Promise<Knowledge> {
  let text: string;
  try {
    // not even read: it may be anything
    if ((await stat(path)).size > maxKnowledgeBytes) throw tooLarge(basename(path));
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new EngineError('missing-file', `Knowledge file ${path} cannot be read (${code ?? 'unknown'}). Check the path.`, {
      cause: error,
      detail: {
        path,
        words: { en: `The knowledge file ${path} cannot be read. Choose another file.`, zh: `无法读取知识文件 ${path}，请选择其他文件。` },
      },
    });
  }
  return parseKnowledge(text, basename(path));
}

/** `fileName` is for the messages only. Throws EngineError 'bad-file'. */
export function parseKnowledge(text: string, fileName: string): Knowledge {
  if (Buffer.byteLength(text) > maxKnowledgeBytes) throw tooLarge(fileName);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw badFile(
      fileName,
      document.errors.map((error) => ({ line: lineCounter.linePos(error.pos[0]).line, field: '', message: error.message })),
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    throw badFile(fileName, [{ line: null, field: '', message: error instanceof Error ? error.message : String(error) }]);
  }
  const result = knowledgeSchema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw badFile(
    fileName,
    result.error.issues.map((issue) => {
      // An unknown key is reported at its parent: point at the key itself.
      const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      return { line: lineOf(document, path, lineCounter), field: fieldName(path), message: issue.message };
    }),
  );
}

const tooLarge = (fileName: string): EngineError =>
  badFile(fileName, [{ line: null, field: '', message: `the file is larger than ${maxKnowledgeBytes / 1024 / 1024} MiB` }]);

function lineOf(document: Document, path: readonly PropertyKey[], lineCounter: LineCounter): number | null {
  // A field that is missing has no place; its nearest parent has.
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
  }
  return null;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

function badFile(fileName: string, problems: readonly Problem[]): EngineError {
  const shown = problems
    .slice(0, maxShownProblems)
    .map(({ line, field, message }) => [line === null ? '' : `line ${line}`, field, message].filter(Boolean).join(': '));
  const more = problems.length > shown.length ? ` (and ${problems.length - shown.length} more)` : '';
  const list = shown.join('; ') + more;
  return new EngineError('bad-file', `Knowledge file ${fileName}: ${list}`, {
    detail: {
      file: fileName,
      problems: problems.slice(0, 50),
      words: {
        en: `The knowledge file ${fileName} has mistakes and was not loaded: ${list}. What ran before goes on; mend the file and load it again.`,
        zh: `知识文件 ${fileName} 有错误，没有加载：${list.replace(/line (\d+)/gu, '第 $1 行')}。原来的内容照常使用；请修改文件后重新加载。`,
      },
    },
  });
}
