/** `vanchor knowledge`: the user's books from the command line. The same desk as the studio's; a studio that runs takes a change up when it next loads the book. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createBookDesk, type BookDesk } from '../knowledge/create-book-desk.ts';
import { exportFormats } from '../knowledge/export-formats.ts';
import type { Done, ImportEncoding, TriedLine } from '../knowledge/types.ts';
import { importEncodings } from '../knowledge/types.ts';
import { cliPaths } from './cli-paths.ts';

const help = `vanchor knowledge: the books that the anchor answers from

  vanchor knowledge list                    samples and your own, with what is wrong with one
  vanchor knowledge import FILE [--into BOOK] [--dry-run] [--encoding auto|utf-8|gb18030|big5]
                                            CSV, JSON or YAML into a book (without --into: into a new one); --dry-run only says what would happen
  vanchor knowledge export BOOK -o FILE     as .csv, .json or .yaml, by the ending of FILE
  vanchor knowledge try BOOK "…"            what the anchor would answer, and why
  vanchor knowledge copy BOOK "NAME"        a book of your own out of another one
  vanchor knowledge remove BOOK

  examples
    vanchor knowledge import 客服问答.csv --dry-run
    vanchor knowledge try sample-tea-shop "龙井多少钱"
    vanchor live --knowledge "$(vanchor knowledge list --paths | tail -1)" --say "包邮吗" --until-spoken
`;

export interface KnowledgeCommandPorts {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Default: the studio's own folders. */
  readonly where?: { readonly folder: string; readonly samplesDir: string };
}

/** Exit code: 0 done, 1 refused in words, 2 not understood. */
export async function runKnowledge(argv: string[], { out, err, where }: KnowledgeCommandPorts): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      into: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      encoding: { type: 'string', default: 'auto' },
      out: { type: 'string', short: 'o' },
      paths: { type: 'boolean', default: false },
    },
  });
  const [action, subject, more] = positionals;
  if (values.help || action === undefined) {
    out(help);
    return values.help ? 0 : 2;
  }
  const desk = createBookDesk(where ?? folders());
  const settle = (answer: Done, said: string): number => {
    if (answer.done) out(said);
    else err(`vanchor knowledge: ${answer.words.en}\n`);
    return answer.done ? 0 : 1;
  };

  if (action === 'list') {
    const { books } = await desk.list();
    for (const book of books)
      out(
        values.paths
          ? `${book.path}\n`
          : `${book.bookId}  ${book.label.en}  (${book.questions} questions, ${book.products} products, ${book.smallTalk} small talk)${book.problem ? `\n  ${book.problem.en}` : ''}\n`,
      );
    return 0;
  }
  if (subject === undefined) {
    err(help);
    return 2;
  }
  if (action === 'import') {
    if (!isEncoding(values.encoding)) {
      err(`vanchor knowledge: --encoding is one of ${importEncodings.join(', ')}, not '${values.encoding}'\n`);
      return 2;
    }
    return importFile(desk, subject, { into: values.into ?? null, encoding: values.encoding, dryRun: values['dry-run'] }, { out, err });
  }
  if (action === 'export') {
    const format = exportFormats.find((one) => one === path.extname(values.out ?? '').slice(1));
    if (values.out === undefined || format === undefined) {
      err(`vanchor knowledge: name a file that ends in ${exportFormats.map((one) => `.${one}`).join(', ')} with -o\n`);
      return 2;
    }
    const answer = await desk.export(subject, format);
    if (answer.done) await writeFile(values.out, answer.text);
    return settle(answer, `${values.out}: written\n`);
  }
  if (action === 'try' && more !== undefined) {
    const answer = await desk.try(subject, more);
    return settle(answer, answer.done ? describeTried(answer.tried) : '');
  }
  if (action === 'copy' && more !== undefined) {
    const answer = await desk.create(more, subject);
    return settle(answer, answer.done ? `${answer.bookId}\n` : '');
  }
  if (action === 'remove') return settle(await desk.remove(subject), `${subject}: removed\n`);
  err(help);
  return 2;
}

async function importFile(
  desk: BookDesk,
  file: string,
  how: { readonly into: string | null; readonly encoding: ImportEncoding; readonly dryRun: boolean },
  { out, err }: Pick<KnowledgeCommandPorts, 'out' | 'err'>,
): Promise<number> {
  const request = { bookId: how.into, fileName: path.basename(file), bytes: await readFile(file), encoding: how.encoding };
  const answer = how.dryRun ? await desk.preview(request) : await desk.import(request);
  if (!answer.done) {
    err(`vanchor knowledge: ${answer.words.en}\n`);
    return 1;
  }
  const { counts, problems, rows, encoding } = answer.report;
  for (const { row, column, words } of problems) err(`row ${row ?? '-'}${column === null ? '' : `, ${column}`}: ${words.en}\n`);
  const into = 'bookId' in answer ? ` into ${String(answer.bookId)}` : ' (nothing was kept)';
  out(
    `${rows} rows (${encoding}): ${counts.new} new, ${counts.changed} changed, ${counts.same} as before, ${counts.problems} left out${into}\n`,
  );
  return 0;
}

function describeTried({ answer, reason, threshold, candidates, products, facts }: TriedLine): string {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return [
    answer.text,
    `  why: ${reason}${threshold <= 1 ? `; a stored question had to reach ${percent(threshold)}` : ''}`,
    ...(products.length > 0 ? [`  products: ${products.map(({ productId }) => productId).join(', ')}`] : []),
    ...(facts.length > 0 ? [`  asked for: ${facts.join(', ')}`] : []),
    ...candidates.map(({ score, entryId, ask }) => `  ${percent(score).padStart(5)}  ${entryId}  “${ask}”`),
    '',
  ].join('\n');
}

const isEncoding = (text: string): text is ImportEncoding => (importEncodings as readonly string[]).includes(text);

function folders(): { readonly folder: string; readonly samplesDir: string } {
  const { dataDir, resourcesDir } = cliPaths();
  return { folder: path.join(dataDir, 'knowledge'), samplesDir: path.join(resourcesDir, 'knowledge') };
}
