/** The sentences about products, per language. They are spoken: short clauses, an early comma. No logic and no figures of their own. */
import type { KnowledgeLanguage } from './knowledge.ts';

export interface ProductSentences {
  price(name: string, money: string, size: string | undefined): string[];
  shipping(name: string, how: string): string[];
  soldOut(name: string): string[];
  /** Behind another sentence about it. */
  butSoldOut(name: string): string[];
  nearlySoldOut(name: string, left: number): string[];
  inStock(name: string, left: number): string[];
  size(name: string, size: string): string[];
  link(name: string): string[];
  /** For a product of which no more than its name is known. */
  plainSummary(name: string): string;
  /** `point` may be ''. */
  overview(summary: string, point: string, money: string | null): string;
  compare(first: string, second: string): string[];
  notKnown(name: string): string;
  whichOne(names: string): string[];
  priceRange(low: { name: string; money: string }, high: { name: string; money: string }): string[];
  delivery(days: { from: number; to: number }, fee: string | null, freeFrom: string | null): string;
  list(names: readonly string[]): string;
}

const en: ProductSentences = {
  price: (name, money, size) => [
    `Good question, ${name} is ${money}${size ? `, ${size}` : ''}.`,
    `For ${name}, the price is ${money}.${size ? ` That's ${size}.` : ''}`,
    `That's easy, ${money} for ${name}${size ? `, ${size}` : ''}.`,
  ],
  shipping: (name, how) => [`Yes, we ship ${name}. ${how}`, `About ${name}, here is how it goes. ${how}`],
  soldOut: (name) => [
    `I'm sorry, ${name} is sold out just now. Ask me for something close to it, and I'll help.`,
    `Sadly not, ${name} is out of stock at the moment.`,
  ],
  butSoldOut: (name) => [`Just so you know, ${name} is sold out at the moment.`, `I should add, ${name} is out of stock at the moment.`],
  nearlySoldOut: (name, left) => [
    `Yes, but be quick, we only have ${left} left of ${name}.`,
    `Just ${left} left of ${name}, so don't wait too long.`,
  ],
  inStock: (name, left) => [`Yes, it's in stock, we have ${left} of ${name}.`, `No worries, there are ${left} left of ${name}.`],
  size: (name, size) => [`Sure, ${name} is ${size}.`, `Let me see, ${name} comes as ${size}.`],
  link: (name) => [
    `Easy, the link to ${name} is below the video, just tap it.`,
    `Look below the video, you'll find ${name} there, one tap away.`,
  ],
  plainSummary: (name) => `That's ${name}.`,
  overview: (summary, point, money) => [summary, point, money ? `It's ${money}.` : ''].filter((part) => part !== '').join(' '),
  compare: (first, second) => [`Both are good, in their own way. ${first} ${second}`, `Let me put them side by side. ${first} ${second}`],
  notKnown: (name) => `Honestly, I don't have that figure for ${name}, so I'd rather not guess.`,
  whichOne: (names) => [`Happy to tell you, which one do you mean? There's ${names}.`, `Which one, please? I can tell you about ${names}.`],
  priceRange: (low, high) => [
    `It depends, from ${low.money} for ${low.name}, to ${high.money} for ${high.name}. Which one do you mean?`,
    `Tell me which one, please. We start at ${low.money}, for ${low.name}.`,
  ],
  delivery(days, fee, freeFrom) {
    const time = days.from === days.to ? `${days.to} ${days.to === 1 ? 'day' : 'days'}` : `${days.from} to ${days.to} days`;
    return `It takes ${time} to reach you, ${fee === null ? 'and shipping is free' : `shipping is ${fee}${freeFrom ? `, and free from ${freeFrom}` : ''}`}.`;
  },
  list: (names) => (names.length < 2 ? (names[0] ?? 'whatever you like') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`),
};

const zh: ProductSentences = {
  price: (name, money, size) => [
    `问得好，${name}是${money}${size ? `，${size}` : ''}。`,
    `这款${name}，现在${money}${size ? `，${size}` : ''}。`,
    `${name}的话，价格是${money}${size ? `，规格是${size}` : ''}。`,
  ],
  shipping: (name, how) => [`可以的，${name}今天就能下单。${how}`, `${name}的话，是这样的。${how}`],
  soldOut: (name) => [`不好意思，${name}暂时卖完了。你可以问问我相近的款式。`, `抱歉啊，${name}现在缺货，补货了我会告诉大家。`],
  butSoldOut: (name) => [`不过，${name}暂时卖完了。`, `只是${name}现在缺货。`],
  nearlySoldOut: (name, left) => [`有的，不过要快，${name}只剩${left}件了。`, `还有一点，${name}剩${left}件，别等太久。`],
  inStock: (name, left) => [`有货的，${name}还有${left}件。`, `放心吧，库存充足，${name}还有${left}件。`],
  size: (name, size) => [`好的，${name}的规格，是${size}。`, `${name}呢，是${size}。`],
  link: (name) => [`很简单，${name}的链接，就在视频下方，点一下就行。`, `看视频下方，点开链接，就能找到${name}。`],
  plainSummary: (name) => `这款是${name}。`,
  overview: (summary, point, money) => `${summary}${point}${money ? `现在${money}。` : ''}`,
  compare: (first, second) => [`两款都好，各有特点。${first}${second}`, `我们放在一起看。${first}${second}`],
  notKnown: (name) => `说实话，${name}的这个信息，我这里没有，就不乱猜了。`,
  whichOne: (names) => [`可以啊，你问的是哪一款？有${names}。`, `你说的是哪一款呢？我可以讲讲${names}。`],
  priceRange: (low, high) => [
    `要看是哪一款，从${low.name}${low.money}，到${high.name}${high.money}。你想问哪一款？`,
    `你说的是哪一款呢？最实惠的是${low.name}，${low.money}。`,
  ],
  delivery(days, fee, freeFrom) {
    const time = days.from === days.to ? `${days.to}天` : `${days.from}到${days.to}天`;
    return `下单之后，${time}送到，${fee === null ? '全部包邮' : `运费${fee}${freeFrom ? `，满${freeFrom}包邮` : ''}`}。`;
  },
  list: (names) => (names.length < 2 ? (names[0] ?? '你想聊的') : `${names.slice(0, -1).join('、')}和${names.at(-1)}`),
};

export const productSentences: Readonly<Record<KnowledgeLanguage, ProductSentences>> = { en, zh };
