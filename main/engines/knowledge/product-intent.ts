/** Which product a line names and what it wants to know of it. Pure word lists; the figures are in product-answers.ts. */
import type { KnowledgeLanguage, Product } from './knowledge.ts';
import { foldText, stemLatin, type TextSpan } from './tokenize.ts';

export const productIntents = ['price', 'shipping', 'stock', 'size', 'link', 'points'] as const;
export type ProductIntent = (typeof productIntents)[number];

const cues: Readonly<Record<ProductIntent, { readonly en: RegExp; readonly zh: RegExp }>> = {
  price: {
    en: /\b(how much|price[sd]?|pricing|cost(s|ing)?|expensive|cheap(er)?|yuan|dollars?)\b/u,
    zh: /多少钱|价格|价钱|什么价|怎么卖|几块|多少元|贵不贵|贵吗|报价|售价|多少米/u,
  },
  shipping: {
    en: /\b(ship{1,2}(s|ed|ing)?|deliver(y|s|ed)?|postage|arrive[sd]?|free shipping)\b/u,
    zh: /发货|运费|包邮|快递|邮费|几天到|多久到|配送|物流|寄/u,
  },
  stock: {
    en: /\b(in stock|stock|sold out|available|availability|how many .*left|any left|still have)\b/u,
    zh: /有货|库存|现货|卖完|还有吗|缺货|剩多少|还剩|有没有货/u,
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

/** Every intent that a line shows, the most telling first. */
export function productIntentsIn(text: string, lang: KnowledgeLanguage): ProductIntent[] {
  const folded = foldText(text);
  return productIntents.filter((intent) => cues[intent][lang].test(folded));
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
      [product.name.en, product.name.zh, ...product.aliases.en, ...product.aliases.zh].map((name) => ({
        product,
        pattern: namePattern(name),
        length: name.length,
      })),
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

/** Latin names as whole words with any ending and spacing, without an article; Chinese ones anywhere. */
function namePattern(name: string): RegExp {
  const folded = foldText(name).replace(/^(?:the|an?) /u, '');
  const source = (folded.match(/\p{Script=Han}+|[^\s\-\p{Script=Han}]+/gu) ?? [])
    .map((piece) => {
      if (/\p{Script=Han}/u.test(piece)) return piece;
      const stem = stemLatin(piece);
      const escaped = (piece.startsWith(stem) ? stem : piece).replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
      return `(?<![\\p{Script=Latin}\\p{N}])${escaped}(?:e?s|ing|ed|e|y|ies)?(?![\\p{Script=Latin}\\p{N}])`;
    })
    .join('[\\s\\-]*');
  return new RegExp(source, 'u');
}
