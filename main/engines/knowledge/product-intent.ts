/** Which product a line names and what it wants to know of it. Pure word lists; the figures are in product-answers.ts. */
import type { Product } from './knowledge.ts';
import { foldText, hasWords, lightWords, stemLatin, type TextSpan } from './tokenize.ts';

export const productIntents = ['price', 'shipping', 'stock', 'size', 'link', 'points'] as const;
export type ProductIntent = (typeof productIntents)[number];

const cues: Readonly<Record<ProductIntent, { readonly en: RegExp; readonly zh: RegExp }>> = {
  price: {
    en: /\b(how much|price[sd]?|pricing|cost(s|ing)?|expensive|cheap(er)?|yuan|dollars?)\b/u,
    zh: /多少钱|价格|价钱|什么价[格钱]?|怎么卖|几块钱?|多少元|贵不贵|贵吗|报价|售价|多少米/u,
  },
  shipping: {
    en: /\b(ship{1,2}(s|ed|ing)?|deliver(y|s|ed)?|postage|arrive[sd]?|free shipping)\b/u,
    zh: /发货|运费|包邮|快递|邮费|几天到|多久到|配送|物流|寄/u,
  },
  stock: {
    en: /\b(in stock|stock|sold out|available|availability|how many(?=.* left\b)|any left|still have)\b/u,
    zh: /有货|库存|现货|卖完|还有吗|缺货|剩多少件?|还剩|有没有货/u,
  },
  size: {
    en: /\b(size[sd]?|how big|how large|dimensions?|weigh(s|t)?|capacity|grams?|volume|how heavy)\b/u,
    zh: /多大|尺寸|规格|容量|多重|多少克|几克|毫升|重量|大小/u,
  },
  link: {
    en: /\b(links?|where (can|do|could) i (buy|get|order|find)|how (can|do) i (buy|order)|url|website|add to cart|buy it|order it)\b/u,
    zh: /链接|在哪(里|儿)?买|怎么买|怎么下单|去哪(里|儿)?买|哪里能买|购买方式|小黄车|几号链接/u,
  },
  points: {
    en: /\b(tell me (more )?about|what('s| is)|why|good|special|features?|describe|introduce|recommend|worth|like|tastes?|tasty|any good|review)\b/u,
    zh: /介绍|怎么样|好不好|特点|好在哪|优点|卖点|为什么|值得|味道|口感|好喝|好用|好看吗|说说|讲讲|聊聊|是什么/u,
  },
};

/** Every intent that a line shows, the most telling first. Viewers mix the two languages: cues of both count. */
export function productIntentsIn(text: string): ProductIntent[] {
  const folded = foldText(text);
  return productIntents.filter((intent) => cues[intent].en.test(folded) || cues[intent].zh.test(folded));
}

const everyCue = productIntents.flatMap((intent) => [cues[intent].en, cues[intent].zh]).map(({ source }) => new RegExp(source, 'gu'));
/** Said beside "how much" without naming anything. */
const idleLatin: ReadonlySet<string> = new Set(
  (
    'am as again all also amount and another anyone anything back been being bro btw but buy by cash check cheap currently dear drop each else exactly ' +
    'exact final friend friends give go going got guys help host know left let link list lol may maybe mean more most much name need no normal not oh ok ' +
    'okay only order out per piece pieces pls plz post price put question quick really right same say see send set should show sir so sorry still sure ' +
    'thank thanks that then they thing think total u um unit usual usually very wait want was we well were where which who whole without wonder yeah yes yet'
  )
    .split(' ')
    .map(stemLatin),
);
const idleHan =
  '那 那么 多少 老板 老板娘 老师 亲 亲亲 宝宝 宝子 姐姐 小姐姐 哥哥 一共 总共 大概 大约 到底 具体 目前 当前 没 没有 有没有 呗 哈 哎 诶 唉 啦 咯 么 呐 哇 噢 喔 哟 嗯 ' +
  '钱 元 到 得 给 卖 买 购买 入手 下单 拍 价 发 发个 上 求 挂 放 来 去 在哪 哪里 哪儿 哪 谁 再 又 才 只 只要 需要 知道 告诉 看看 看下 说 说下 说一下 讲 报 最低 真的 大家 ' +
  '早上好 下午好 晚上好 大家好 哈喽 嗨 各位 家人们 家人 朋友 朋友们 几种 几 种 最后 已经 不 别 里 下 从 对了 好 好的';
/** Longer ones first, so that none is cut in two; before them "two boxes", which is an amount and no name. */
const idleHanWords = new RegExp(
  [
    '(?:多少|[一二两俩三四五六七八九十百几半每整单\\d]+)\\s*(?:公斤|千克|毫升|个|件|只|把|条|双|套|盒|罐|包|袋|瓶|斤|克|两|份|支|片|枚|块|张|台|杯|箱)',
    ...[...idleHan.split(' '), ...lightWords].filter((word) => /^\p{Script=Han}+$/u.test(word)).sort((a, b) => b.length - a.length),
  ].join('|'),
  'gu',
);

/** What a line says beside its cues and beside words that carry little: stems, and Han characters one by one. Empty: it asks no more than the fact. */
export function wordsBesideFacts(text: string): ReadonlySet<string> {
  const blanked = (before: string, pattern: RegExp): string => before.replace(pattern, (found) => ' '.repeat(found.length));
  const rest = [...everyCue, idleHanWords].reduce(blanked, foldText(text));
  const words = (rest.replace(/\p{Script=Han}/gu, ' $& ').match(/[\p{L}\p{N}']+/gu) ?? [])
    .filter(hasWords)
    .map((word) => (/\p{Script=Latin}/u.test(word) ? stemLatin(word) : word));
  return new Set(words.filter((word) => word !== '' && !lightWords.has(word) && !idleLatin.has(word)));
}

export interface NamedProducts {
  /** In the order of the text; at most two, which is what can be compared in a breath. */
  readonly products: readonly Product[];
  /** Where in the folded text each of them was named. */
  readonly places: readonly TextSpan[];
  /** The line without their names: what is asked of them. */
  readonly rest: string;
}

export interface ProductFinder {
  /** Longer names and aliases win; names of both languages count. */
  find(text: string): NamedProducts;
}

const comparedProducts = 2;

export function createProductFinder(products: readonly Product[]): ProductFinder {
  const names = products
    .flatMap((product) =>
      [product.name.en, product.name.zh, ...product.aliases.en, ...product.aliases.zh].flatMap((name) => {
        const pattern = namePattern(name);
        return pattern ? [{ product, pattern, length: name.length }] : [];
      }),
    )
    .sort((a, b) => b.length - a.length);
  return {
    find(text) {
      let rest = foldText(text);
      const found: { readonly product: Product; readonly place: TextSpan }[] = [];
      for (const { product, pattern } of names) {
        const match = found.length < comparedProducts ? pattern.exec(rest) : null;
        if (!match) continue;
        // Blanked, not cut out: places stay what they were.
        rest = rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length);
        if (!found.some((other) => other.product === product))
          found.push({ product, place: { from: match.index, until: match.index + match[0].length } });
      }
      found.sort((a, b) => a.place.from - b.place.from);
      return {
        products: found.map(({ product }) => product),
        places: found.map(({ place }) => place),
        rest: rest.replace(/\s+/gu, ' ').trim(),
      };
    },
  };
}

/** Latin names as whole words with any ending and spacing, without an article; Chinese ones anywhere. null: "-" and the like name nothing. */
function namePattern(name: string): RegExp | null {
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(name)) return null;
  const folded = foldText(name).replace(/^(?:the|an?) /u, '');
  const source = (folded.match(/\p{Script=Han}+|[^\s\-\p{Script=Han}]+/gu) ?? [])
    .map((piece) => {
      if (/\p{Script=Han}/u.test(piece)) return piece;
      const stem = stemLatin(piece);
      const escaped = (stem !== '' && piece.startsWith(stem) ? stem : piece).replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
      return `(?<![\\p{Script=Latin}\\p{N}])${escaped}(?:e?s|ing|ed|e|y|ies)?(?![\\p{Script=Latin}\\p{N}])`;
    })
    .join('[\\s\\-]*');
  return source === '' ? null : new RegExp(source, 'u');
}
