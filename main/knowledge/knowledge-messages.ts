/** What the books say to their user. */
import type { UserMessage } from '../contract/failure.ts';

export const knowledgeMessages = {
  unknownBook: {
    en: 'This book of knowledge is not there any more. Nothing was changed; choose another one.',
    zh: '该知识库已不存在，未作任何更改；请选择其他知识库。',
  },
  unknownEntry: {
    en: 'This entry is not in the book any more. Nothing was changed; look at the list again.',
    zh: '该条目已不在知识库中，未作任何更改；请重新查看列表。',
  },
  sample: {
    en: 'Samples cannot be changed. Make a copy of it and change that; the sample stays as it is.',
    zh: '示例不能修改。请先复制一份再修改，示例保持不变。',
  },
  inUse: {
    en: 'The anchor is answering from this book. Put another one in use first; nothing was removed.',
    zh: '主播正在使用该知识库。请先换用其他知识库；未删除任何内容。',
  },
  tooManyBooks: (most: number): UserMessage => ({
    en: `There are ${most} books already, which is as many as there can be. Remove one first.`,
    zh: `知识库已达 ${most} 个上限，请先删除一个。`,
  }),
  noLabel: { en: 'A book needs a name of 1 to 80 characters. Nothing was changed.', zh: '知识库名称需为 1 到 80 个字符，未作任何更改。' },
  notRead: (label: string): UserMessage => ({
    en: `“${label}” could not be read. Nothing was changed; the anchor goes on with what it knows.`,
    zh: `无法读取“${label}”，未作任何更改；主播继续使用已加载的内容。`,
  }),
  bookTooLarge: (mebibytes: number): UserMessage => ({
    en: `The book would be larger than ${mebibytes} MiB, which no book may be. Nothing was saved; make two of it.`,
    zh: `知识库将超过 ${mebibytes} MiB 上限，未保存；请拆分为两个。`,
  }),
  diskFull: {
    en: 'The disk is full, so the change was not saved. The book is as it was before and stays on air; free some space and save again.',
    zh: '磁盘已满，修改未保存。知识库保持原样，直播不受影响；请清理空间后重新保存。',
  },
  folderClosed: {
    en: 'The folder of the books cannot be written to, so the change was not saved. The book is as it was before; check the permissions of the data folder.',
    zh: '知识库文件夹无法写入，修改未保存。知识库保持原样；请检查数据文件夹的权限。',
  },
  notSaved: {
    en: 'The change could not be saved. The book is as it was before; try again.',
    zh: '修改未能保存，知识库保持原样，请重试。',
  },
  fileTooLarge: (mebibytes: number): UserMessage => ({
    en: `The file is larger than ${mebibytes} MiB. Nothing was imported; split it and import the parts one after the other.`,
    zh: `文件超过 ${mebibytes} MiB，未导入任何内容；请拆分后分批导入。`,
  }),
  fileEmpty: { en: 'The file is empty. Nothing was imported.', zh: '文件是空的，未导入任何内容。' },
  workbook: {
    en: 'This is an Excel workbook. Save it as “CSV UTF-8” in Excel or WPS and import that file. Nothing was imported.',
    zh: '这是 Excel 工作簿。请在 Excel 或 WPS 中另存为“CSV UTF-8”后再导入。未导入任何内容。',
  },
  notText: {
    en: 'This is not a text file, so nothing was imported. CSV, JSON and YAML can be imported.',
    zh: '这不是文本文件，未导入任何内容。支持导入 CSV、JSON 和 YAML。',
  },
  notDecoded: {
    en: 'The characters of this file cannot be read in this encoding. Nothing was imported; choose another encoding, or save it as UTF-8.',
    zh: '无法用该编码读取文件中的文字，未导入任何内容；请选择其他编码，或另存为 UTF-8。',
  },
  noColumns: {
    en: 'No column was recognised. The first row has to name the columns, for example: question, answer; or: product, price, stock. Nothing was imported.',
    zh: '没有识别出任何列。第一行须为列名，例如：问题、答案；或：商品、价格、库存。未导入任何内容。',
  },
  tooManyRows: (most: number): UserMessage => ({
    en: `The file has more than ${most} rows; those behind are left out. Import them from a second file.`,
    zh: `文件超过 ${most} 行，其后的内容未读取；请放入另一个文件再导入。`,
  }),
  badSyntax: (what: string): UserMessage => ({
    en: `The file cannot be read: ${what}. Nothing was imported; mend it and import it again.`,
    zh: `文件无法解析：${what}。未导入任何内容；请修改后重新导入。`,
  }),
  badQuotes: {
    en: 'A quotation mark is opened and not closed, or stands in the wrong place.',
    zh: '引号没有成对，或位置不对。',
  },
  noRows: { en: 'There is nothing to import in this file.', zh: '文件中没有可导入的内容。' },
  noAnswer: { en: 'There is a question and no answer.', zh: '有问题，没有答案。' },
  noQuestion: { en: 'There is an answer and no question.', zh: '有答案，没有问题。' },
  nothingInRow: { en: 'Neither a question nor a product is named.', zh: '没有填写问题，也没有填写商品。' },
  badPrice: (text: string): UserMessage => ({ en: `“${text}” is not a price.`, zh: `“${text}”不是有效的价格。` }),
  badStock: (text: string): UserMessage => ({ en: `“${text}” is not a number of pieces.`, zh: `“${text}”不是有效的库存数量。` }),
  badCurrency: (text: string, known: string): UserMessage => ({
    en: `“${text}” is not a known currency (${known}).`,
    zh: `“${text}”不是已知的币种（${known}）。`,
  }),
  bookFull: (most: number): UserMessage => ({
    en: `A book holds at most ${most} of these; this one does not fit any more.`,
    zh: `知识库最多容纳 ${most} 条，这一条放不下了。`,
  }),
} as const;
