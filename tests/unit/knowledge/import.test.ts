/** Files of somebody else's: encodings, delimiters, headers in both languages, and what is wrong in which row. */
import { describe, expect, it } from 'vitest';
import { knowledgeLimits } from '../../../main/engines/knowledge/knowledge.ts';
import { exportBook } from '../../../main/knowledge/export-book.ts';
import { columnOf } from '../../../main/knowledge/import/column-names.ts';
import { maxImportBytes } from '../../../main/knowledge/import/decode-text.ts';
import { mergeImport } from '../../../main/knowledge/import/merge-import.ts';
import { maxImportRows } from '../../../main/knowledge/import/read-table.ts';
import { readUpload } from '../../../main/knowledge/import/read-upload.ts';
import { rowsToEntries } from '../../../main/knowledge/import/rows-to-entries.ts';
import { knowledgeMessages as words } from '../../../main/knowledge/knowledge-messages.ts';
import { newBook } from '../../../main/knowledge/new-book.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
/** As Chinese Excel writes it: 问题,答案 / 包邮吗,满99元包邮 in GBK. */
const gbkFile = Buffer.from('cecacce22cb4f0b0b80d0ab0fcd3cac2f02cc2fa3939d4aab0fcd3ca0d0a', 'hex');

function entriesIn(bytes: Uint8Array, fileName = 'a.csv') {
  const upload = readUpload({ fileName, bytes, encoding: 'auto' });
  if ('refused' in upload) throw new Error(upload.refused.en);
  if (!('table' in upload)) throw new Error('this is a book');
  return { ...upload, ...rowsToEntries(upload.table.rows, 'CNY'), tableProblems: upload.table.problems };
}
const refusalOf = (bytes: Uint8Array, fileName = 'a.csv', encoding: 'auto' | 'utf-8' | 'gb18030' = 'auto'): unknown => {
  const upload = readUpload({ fileName, bytes, encoding });
  return 'refused' in upload ? upload.refused : upload;
};

describe('encodings', () => {
  const file = '问题,答案\n包邮吗,满99元包邮\n';
  it.each([
    ['UTF-8', utf8(file), 'utf-8'],
    ['UTF-8 with a mark', utf8(`\uFEFF${file}`), 'utf-8'],
    ['UTF-16, as Excel saves "Unicode text"', utf16(file.replaceAll(',', '\t')), 'utf-16'],
    ['GBK of a Chinese Excel', gbkFile, 'gb18030'],
  ])('%s', (_name, bytes, encoding) => {
    const read = entriesIn(bytes);
    expect(read.encoding).toBe(encoding);
    expect(read.questions).toMatchObject([{ draft: { ask: { zh: ['包邮吗'] }, answer: { zh: ['满99元包邮'] } }, rows: [2] }]);
    expect(read.problems).toEqual([]);
  });

  it('reads characters that only GB18030 has', () => {
    // four bytes, a character of extension A
    const name = new TextDecoder('gb18030').decode(Uint8Array.of(0x81, 0x39, 0xef, 0x30));
    const bytes = Buffer.concat([
      Buffer.from('cecacce22cb4f0b0b80d0a', 'hex'),
      Buffer.of(0x81, 0x39, 0xef, 0x30),
      Buffer.from('2cb4f00d0a', 'hex'),
    ]);
    expect(name).toMatch(/^\p{Script=Han}$/u);
    expect(entriesIn(bytes).questions[0]?.draft.ask.zh).toEqual([name]);
  });

  it('is told when the wanted encoding does not fit', () => {
    expect(refusalOf(gbkFile, 'a.csv', 'utf-8')).toBe(words.notDecoded);
  });

  it.each([
    ['a workbook', Buffer.from('504b030414000600', 'hex'), words.workbook],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), words.workbook],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), words.notText],
    ['nothing', new Uint8Array(), words.fileEmpty],
    ['blanks', utf8(' \n\n'), words.fileEmpty],
    ['more than may be', new Uint8Array(maxImportBytes + 1).fill(97), words.fileTooLarge(4)],
  ])('%s is refused in words', (_name, bytes, expected) => {
    expect(refusalOf(bytes)).toEqual(expected);
  });
});

describe('tables', () => {
  it.each([
    ['commas', '问题,答案\na,b\n', ','],
    ['semicolons', 'question;answer\na;b\n', ';'],
    ['tabs', 'Question\tAnswer\na\tb\n', '\t'],
    ['what Excel says itself', 'sep=|\nquestion|answer\na|b\n', '|'],
  ])('with %s', (_name, text, delimiter) => {
    const read = entriesIn(utf8(text));
    expect(read.table.delimiter).toBe(delimiter);
    expect(read.questions).toHaveLength(1);
  });

  it('keeps quotes, line breaks and delimiters inside of quotes', () => {
    const read = entriesIn(utf8('question,answer\r\n"Is it ""good"", really?","Yes,\r\nvery"\r\n'));
    expect(read.questions[0]?.draft).toMatchObject({ ask: { en: ['Is it "good", really?'] }, answer: { en: ['Yes, very'] } });
  });

  it('takes several ways to ask, several answers, and rows with the same answer as one entry', () => {
    const read = entriesIn(
      utf8('问题,相似问法,答案\n包邮吗|免运费吗,邮费多少；运费多少,包邮|全场包邮\n要邮费吗,,包邮|全场包邮\n👍,,谢谢\n'),
    );
    expect(read.questions).toMatchObject([
      {
        rows: [2, 3],
        draft: { ask: { zh: ['包邮吗', '免运费吗', '邮费多少', '运费多少', '要邮费吗'] }, answer: { zh: ['包邮', '全场包邮'] } },
      },
      { rows: [4], draft: { ask: { zh: [], emoji: ['👍'] } } },
    ]);
  });

  it('takes products with money, stock and other names', () => {
    const read = entriesIn(
      utf8(
        '商品名称,别名,价格,库存,规格,卖点,链接\n龙井,绿茶、明前,"￥1,168.50",36件,一罐,香|甜,https://a.example/x\n杯子,,US$ 9.9,售罄,,,\nMug,,"12,50 €",3,,,\n',
      ),
    );
    expect(read.problems).toEqual([]);
    expect(read.products.map(({ draft }) => draft)).toMatchObject([
      {
        name: { zh: '龙井', en: '' },
        aliases: { zh: ['绿茶', '明前'] },
        price: { amount: 1168.5, currency: 'CNY' },
        stock: 36,
        size: { zh: '一罐' },
        points: { zh: ['香', '甜'] },
        link: 'https://a.example/x',
      },
      { name: { zh: '杯子' }, price: { amount: 9.9, currency: 'USD' }, stock: 0 },
      { name: { en: 'Mug' }, price: { amount: 12.5, currency: 'EUR' }, stock: 3 },
    ]);
  });

  it.each(['-', '--', '/', '无', '—', 'N/A'])('takes %s among other names for none', (nothing) => {
    const read = entriesIn(utf8(`商品,别名,价格\n杯子,${nothing},9.9\n碗,小碗、${nothing},5\n`));
    expect(read.problems).toEqual([]);
    expect(read.products.map(({ draft }) => draft.aliases)).toEqual([undefined, { en: [], zh: ['小碗'] }]);
  });

  it.each([
    ['1.2万', 12_000],
    ['￥1.13万元', 11_300],
    ['1.2w', 12_000],
    ['1.2W起', 12_000],
    ['２万', 20_000],
    ['5k', 5000],
    ['9.9 with a lid', 9.9],
    ['12/kg', 12],
  ])('reads the price %s', (cell, amount) => {
    expect(entriesIn(utf8(`商品,价格\n包,${cell}\n`)).products[0]?.draft.price?.amount).toBe(amount);
  });

  it.each([
    ['1万+', 10_000],
    ['1.2万', 12_000],
    ['3w', 30_000],
    ['2.0', 2],
    ['36 white ones', 36],
  ])('reads the stock %s', (cell, pieces) => {
    expect(entriesIn(utf8(`商品,库存\n包,${cell}\n`)).products[0]?.draft.stock).toBe(pieces);
  });

  it('refuses what is no amount', () => {
    const read = entriesIn(utf8('商品,价格,库存\n包,1万2,\n碗,9999万,\n杯,,3.5\n壶,,1.00005万\n'));
    expect(read.problems.map((problem) => problem.words)).toEqual([
      words.badPrice('1万2'),
      words.badPrice('9999万'),
      words.badStock('3.5'),
      words.badStock('1.00005万'),
    ]);
  });

  it('names the row and the column of what is wrong, and takes the others', () => {
    const read = entriesIn(
      utf8('问题,答案,商品,价格,库存,币种\n你好,,,,,\n,答,,,,\n,,茶,很贵,,\n,,茶,5,许多,\n,,茶,5,5,贝壳\n,,,9,,\n在吗,在的,,,,\n'),
    );
    expect(read.problems).toEqual([
      { row: 2, column: null, words: words.noAnswer },
      { row: 3, column: null, words: words.noQuestion },
      { row: 4, column: '价格', words: words.badPrice('很贵') },
      { row: 5, column: '库存', words: words.badStock('许多') },
      { row: 6, column: '币种', words: expect.objectContaining({ zh: expect.stringContaining('贝壳') }) },
      { row: 7, column: null, words: words.nothingInRow },
    ]);
    expect(read.questions).toHaveLength(1);
  });

  it('says where a quotation mark was left open', () => {
    const read = entriesIn(utf8('question,answer\na,b\n"c,d\ne,f\n'));
    expect(read.tableProblems).toEqual([{ row: 3, column: null, words: words.badQuotes }]);
    expect(read.questions).toHaveLength(1);
  });

  it('is refused when no column is known', () => {
    expect(refusalOf(utf8('foo,bar\n1,2\n'))).toBe(words.noColumns);
  });

  it('reads 10 000 rows, and says what is more than it takes', () => {
    const rows = (count: number): string => Array.from({ length: count }, (_, at) => `how about number ${at},answer ${at}`).join('\n');
    expect(entriesIn(utf8(`question,answer\n${rows(10_000)}\n`)).questions).toHaveLength(10_000);
    const more = entriesIn(utf8(`question,answer\n${rows(maxImportRows + 5)}\n`));
    expect(more.questions).toHaveLength(maxImportRows);
    expect(more.tableProblems).toEqual([{ row: maxImportRows + 2, column: null, words: words.tooManyRows(maxImportRows) }]);
  });

  it.each([
    ['question (en)', { meaning: 'question', lang: 'en' }],
    ['Question_ZH', { meaning: 'question', lang: 'zh' }],
    ['答案（英文）', { meaning: 'answer', lang: 'en' }],
    ['商品名称', { meaning: 'product', lang: null }],
    ['売り場', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
  ])('the column %j', (name, expected) => {
    expect(columnOf(name)).toEqual(expected);
  });
});

describe('JSON and YAML', () => {
  it('takes rows as objects', () => {
    const json = [{ question: ['Is it real?', 'real?'], answer: { en: 'Yes', zh: '是的' } }, { 商品: '茶', 价格: 12 }, 5, { __proto__: 1 }];
    for (const [name, text] of [
      ['a.json', JSON.stringify(json)],
      ['a.yaml', `rows:\n  - {question: [Is it real?, "real?"], answer: {en: "Yes", zh: 是的}}\n  - {商品: 茶, 价格: 12}\n  - 5\n  - {}\n`],
    ] as const) {
      const read = entriesIn(utf8(text), name);
      expect(read.questions).toMatchObject([{ draft: { ask: { en: ['Is it real?', 'real?'] }, answer: { en: ['Yes'], zh: ['是的'] } } }]);
      expect(read.products).toMatchObject([{ draft: { name: { zh: '茶' }, price: { amount: 12 } } }]);
      expect(read.problems.map(({ row }) => row)).toEqual([3, 4]);
    }
  });

  it('takes a whole book, and names the line of a mistake in one', () => {
    const book = exportBook(
      { ...newBook('Mine'), questions: [{ id: 'a', ask: { en: ['q'], zh: [], emoji: [] }, answer: { en: ['a'], zh: [] } }] },
      'yaml',
    );
    expect(readUpload({ fileName: 'b.yaml', bytes: utf8(book), encoding: 'auto' })).toMatchObject({
      book: { label: 'Mine', questions: [{ id: 'a' }] },
    });
    expect(refusalOf(utf8(book.replace('version: 1', 'version: 7')), 'b.yaml')).toMatchObject({ en: expect.stringContaining('line 1') });
  });

  it.each([
    ['broken JSON', '{"a": ', 'a.json'],
    ['broken YAML', 'a: [1, 2', 'a.yaml'],
    [
      'a cycle of aliases',
      'a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n',
      'a.yaml',
    ],
    ['a tower of brackets', '['.repeat(20_000), 'a.yaml'],
    ['a tower of brackets in JSON', '['.repeat(200_000), 'a.json'],
    ['a number', '42', 'a.json'],
  ])('%s is refused in words', (_name, text, fileName) => {
    expect(refusalOf(utf8(text), fileName)).toMatchObject({
      en: expect.stringMatching(/nothing/iu),
      zh: expect.stringMatching(/\p{Script=Han}/u),
    });
  });
});

describe('putting it into a book', () => {
  const merge = (csv: string, book = newBook('x')) => {
    const { questions, products } = entriesIn(utf8(csv));
    return mergeImport(book, { questions, products });
  };

  it('meets what is there by a way to ask, by a name and by an id', () => {
    const first = merge('问题,答案,商品,价格\n包邮吗,包邮,,\n,,龙井,100\n');
    expect(first.changes.map(({ what }) => what)).toEqual(['new', 'new']);
    const again = merge('问题,答案,商品,价格\n包邮嗎|要邮费吗,满99元包邮,,\n,,龙井,120\n', first.book);
    expect(again.changes.map(({ what }) => what)).toEqual(['changed', 'changed']);
    expect(again.book.questions).toHaveLength(1);
    expect(again.book.questions[0]).toMatchObject({ ask: { zh: ['包邮吗', '包邮嗎', '要邮费吗'] }, answer: { zh: ['满99元包邮'] } });
    expect(again.book.products).toMatchObject([{ name: { zh: '龙井' }, price: { amount: 120 } }]);
    expect(merge('商品,价格\n龙井,120\n', again.book).changes).toMatchObject([{ what: 'same' }]);
  });

  it('leaves out what a book does not take, by its row, and keeps the rest', () => {
    const { book, changes, problems } = merge(
      `question,answer,product,link\nlong,${'x'.repeat(401)},,\nslot,hello {nmae},,\nfine,yes,,\n,,Mug,javascript:alert(1)\n,,Cup,https://a.example\n`,
    );
    expect(problems.map(({ row, column }) => `${row} ${column}`).toSorted()).toEqual(['2 answer', '3 answer', '5 link']);
    expect(changes.map(({ title }) => title)).toEqual(['fine', 'Cup']);
    expect(book.questions).toHaveLength(1);
    expect(book.products).toHaveLength(1);
  });

  it('says which rows do not fit into a full book', () => {
    const rows = Array.from({ length: knowledgeLimits.questions + 3 }, (_, at) => `question number ${at},answer ${at}`).join('\n');
    const { book, problems } = merge(`question,answer\n${rows}\n`);
    expect(book.questions).toHaveLength(knowledgeLimits.questions);
    expect(problems.map(({ row }) => row)).toEqual([2002, 2003, 2004]);
  });

  it('goes out as a table and comes back the same, formulas made harmless on the way', () => {
    const { book } = merge(
      'question,answer,product,price\n"=HYPERLINK(""http://x"",""y"")","+1, really",,\n@all|-5?,=1+1,,\n,,=cmd|calc,5\n👍,thanks,,\n',
    );
    const table = exportBook(book, 'csv');
    expect(table.startsWith('\uFEFFtype,')).toBe(true);
    for (const cell of table.split(/[\r\n,]/u)) expect(cell).not.toMatch(/^"?[=+@]/u);
    const { questions, products, problems } = entriesIn(utf8(table), 'b.csv');
    expect(problems).toEqual([]);
    const back = mergeImport(newBook('x'), { questions, products });
    expect(back.book.questions).toEqual(book.questions);
    expect(back.book.products).toEqual(book.products);
  });
});
