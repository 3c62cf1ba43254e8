/** What a new book begins with: a host who greets, and who admits not to know. */
import { knowledgeSchema, type Knowledge } from '../engines/knowledge/knowledge.ts';

export function newBook(label: string): Knowledge {
  return knowledgeSchema.parse({
    version: 1,
    label,
    title: { en: 'our live show', zh: '我们的直播间' },
    defaultLanguage: /\p{Script=Han}/u.test(label) ? 'zh' : 'en',
    persona: {
      name: { en: 'your host', zh: '主播' },
      greeting: {
        en: ['Hello there, welcome to {title}. Ask me anything.', 'Hi, good to see you. What would you like to know?'],
        zh: ['你好呀，欢迎来到{title}，有什么想问的，尽管说。', '来啦，见到你真好，想了解点什么？'],
      },
    },
    unknown: {
      en: ["Honestly, I don't know that one, and I'd rather not guess.", "Good question, I don't have an answer to that yet."],
      zh: ['说实话，这个我不太清楚，就不乱说了。', '问得好，不过这个我还不知道。'],
    },
    wordless: { en: ['Good to have you here.', 'I see you, welcome.'], zh: ['看到你啦，欢迎。', '谢谢你来。'] },
  });
}
