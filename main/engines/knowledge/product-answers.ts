/** Answers about products with the file's real figures in them. Pure; null wherever the file does not say. */
import type { Knowledge, KnowledgeLanguage, Product } from './knowledge.ts';
import type { ProductIntent } from './product-intent.ts';
import { productSentences } from './product-sentences.ts';

type Currency = NonNullable<Product['price']>['currency'];

const currencyWords: Readonly<Record<Currency, Readonly<Record<KnowledgeLanguage, string>>>> = {
  CNY: { en: 'yuan', zh: '元' },
  USD: { en: 'dollars', zh: '美元' },
  EUR: { en: 'euros', zh: '欧元' },
  GBP: { en: 'pounds', zh: '英镑' },
  JPY: { en: 'yen', zh: '日元' },
  HKD: { en: 'Hong Kong dollars', zh: '港币' },
  TWD: { en: 'New Taiwan dollars', zh: '新台币' },
};
/** From here on down the audience is told to be quick. */
const fewPieces = 10;
const listedProducts = 4;

export function spokenMoney(amount: number, currency: Currency, lang: KnowledgeLanguage): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  const word = currencyWords[currency][lang];
  if (lang === 'zh') return `${amount.toFixed(digits)}${word}`;
  return `${amount.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${word}`;
}

export function shippingSentence(shipping: Knowledge['shipping'], lang: KnowledgeLanguage): string | null {
  if (!shipping) return null;
  const { fee, freeFrom, currency, days } = shipping;
  return productSentences[lang].delivery(
    { from: days[0], to: days[1] },
    fee === 0 ? null : spokenMoney(fee, currency, lang),
    freeFrom === undefined ? null : spokenMoney(freeFrom, currency, lang),
  );
}

/** Variants of the answer. */
export function productAnswers(
  knowledge: Knowledge,
  product: Product,
  intent: ProductIntent | 'overview',
  lang: KnowledgeLanguage,
): readonly string[] | null {
  const say = productSentences[lang];
  const name = product.name[lang];
  const size = product.size?.[lang];
  const money = product.price ? spokenMoney(product.price.amount, product.price.currency, lang) : null;
  const shipping = shippingSentence(knowledge.shipping, lang);
  const overview = (price: string | null): readonly string[] =>
    product.points[lang].map((point) => say.overview(product.summary[lang], point, price));
  const answers: Readonly<Record<ProductIntent | 'overview', () => readonly string[] | null>> = {
    price: () => (money ? say.price(name, money, size) : null),
    shipping: () => (shipping ? say.shipping(name, shipping) : null),
    stock: () => stockAnswers(product, lang),
    size: () => (size ? say.size(name, size) : null),
    link: () => (product.link ? say.link(name) : null),
    points: () => overview(null),
    overview: () => overview(money),
  };
  return answers[intent]();
}

function stockAnswers(product: Product, lang: KnowledgeLanguage): readonly string[] | null {
  const say = productSentences[lang];
  if (product.stock === undefined) return null;
  if (product.stock === 0) return say.soldOut(product.name[lang]);
  return product.stock <= fewPieces ? say.nearlySoldOut(product.name[lang], product.stock) : say.inStock(product.name[lang], product.stock);
}

export function productList(products: readonly Product[], lang: KnowledgeLanguage): string {
  return productSentences[lang].list(products.slice(0, listedProducts).map((product) => product.name[lang]));
}

/** From the cheapest to the dearest, for "how much" without a product. */
export function priceRangeAnswers(products: readonly Product[], lang: KnowledgeLanguage): readonly string[] | null {
  const priced = products
    .flatMap((product) =>
      product.price
        ? [
            {
              name: product.name[lang],
              amount: product.price.amount,
              money: spokenMoney(product.price.amount, product.price.currency, lang),
            },
          ]
        : [],
    )
    .sort((a, b) => a.amount - b.amount);
  const [low] = priced;
  const high = priced.at(-1);
  return low && high ? productSentences[lang].priceRange(low, high) : null;
}
