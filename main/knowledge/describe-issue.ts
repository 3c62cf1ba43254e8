/** What the schema holds against an entry, in words for whoever edits it. Pure. */
import type { z } from 'zod';
import type { UserMessage } from '../contract/failure.ts';

const fields: Readonly<Record<string, UserMessage>> = {
  ask: { en: 'The question', zh: '问题' },
  answer: { en: 'The answer', zh: '答案' },
  name: { en: 'The name', zh: '名称' },
  aliases: { en: 'The list of other names', zh: '别名' },
  summary: { en: 'The description', zh: '简介' },
  points: { en: 'The list of selling points', zh: '卖点' },
  price: { en: 'The price', zh: '价格' },
  stock: { en: 'The stock', zh: '库存' },
  size: { en: 'The size', zh: '规格' },
  link: { en: 'The link', zh: '链接' },
  title: { en: 'The title', zh: '标题' },
  greeting: { en: 'The greeting', zh: '问候语' },
  shipping: { en: 'Shipping', zh: '配送' },
  unknown: { en: 'The answer to what is not known', zh: '“不知道”的回答' },
  wordless: { en: 'The answer to a line without words', zh: '对无文字消息的回答' },
  id: { en: 'The id', zh: '编号' },
};
const entries: UserMessage = { en: 'The entry', zh: '该条目' };

/** The part of an entry that the issue is about: the first name in its path that is known. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path.map(String).find((part) => part in fields) ?? '';
}

export function describeIssue(issue: z.core.$ZodIssue): UserMessage {
  const field = fields[fieldOf(issue.path)] ?? entries;
  const inList = issue.path.findLast((part) => typeof part === 'number');
  const one: UserMessage =
    typeof inList === 'number' && issue.path.length > 3
      ? { en: ` (number ${inList + 1})`, zh: `（第 ${inList + 1} 条）` }
      : { en: '', zh: '' };
  const say = (en: string, zh: string): UserMessage => ({ en: `${field.en}${one.en} ${en}`, zh: `${field.zh}${one.zh}${zh}` });
  if (issue.code === 'too_big') {
    const most = Number(issue.maximum);
    if (issue.origin === 'string') return say(`is longer than ${most} characters.`, `超过 ${most} 个字符。`);
    if (issue.origin === 'array') return say(`has more than ${most} lines.`, `超过 ${most} 条。`);
    return say(`is more than ${most}.`, `大于 ${most}。`);
  }
  if (issue.code === 'too_small') {
    if (issue.origin === 'string' || issue.origin === 'array') return say('is empty.', '为空。');
    return say(`is less than ${Number(issue.minimum)}, or nothing.`, `太小（至少 ${Number(issue.minimum)}）。`);
  }
  if (issue.code === 'invalid_format') return say('is not written as it has to be.', '格式不正确。');
  if (issue.code === 'custom') {
    if (/one language|one way/u.test(issue.message)) return say('is empty.', '为空。');
    const slot = /unknown slot (\{[^}]*\})/u.exec(issue.message)?.[1];
    if (slot !== undefined)
      return say(
        `uses ${slot}, which means nothing. Known are {name}, {title}, {products} and {shipping}.`,
        `用到了未知的占位符 ${slot}，可用的有 {name}、{title}、{products}、{shipping}。`,
      );
    if (issue.message.includes('{shipping}'))
      return say('uses {shipping}, and the book says nothing about shipping.', '用到了 {shipping}，但知识库没有填写配送信息。');
    return say('has an id that another one has already.', '的编号与其他条目重复。');
  }
  return say('is not what belongs there.', '内容不正确。');
}
