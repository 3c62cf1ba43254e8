/** What a column is called, in Chinese and English, and what that means. Pure. */
import type { KnowledgeLanguage } from '../../engines/knowledge/knowledge.ts';

export const columnMeanings = [
  'type',
  'id',
  'question',
  'variants',
  'answer',
  'product',
  'aliases',
  'summary',
  'points',
  'price',
  'currency',
  'stock',
  'size',
  'link',
] as const;
export type ColumnMeaning = (typeof columnMeanings)[number];

export interface Column {
  readonly meaning: ColumnMeaning;
  /** null: by the script of what stands in it. */
  readonly lang: KnowledgeLanguage | null;
}

const names: Readonly<Record<ColumnMeaning, string>> = {
  type: 'type kind 类型 类别 分类',
  id: 'id 编号 序号',
  question: 'question questions q ask faq 问题 问 提问 问法 用户问题 标准问题 标准问 关键词 keyword keywords',
  variants:
    'variants variant similar similarquestions similarquestion alternatives 相似问题 相似问 相似问法 其他问法 同义问法 别的问法 扩展问 扩展问法',
  answer: 'answer answers a reply replies response 答案 回答 答 回复 答复 话术 回复内容 回答内容',
  product: 'product products productname name item itemname 商品 商品名称 商品名 产品 产品名称 产品名 品名 名称 名字',
  aliases: 'aliases alias synonyms synonym othernames 别名 同义词 别称 又名 俗称',
  summary: 'summary description intro about 简介 介绍 描述 商品描述 商品简介 产品介绍 商品介绍 一句话介绍',
  points: 'points point features highlights sellingpoints sellingpoint 卖点 特点 亮点 优点 商品卖点',
  price: 'price unitprice 价格 售价 单价 现价 直播价 价钱 到手价',
  currency: 'currency 币种 货币',
  stock: 'stock inventory quantity qty left 库存 数量 库存数量 剩余',
  size: 'size spec specification 规格 尺寸 容量 净含量',
  link: 'link url website 链接 网址 商品链接 购买链接',
};
const meaningOf = new Map(columnMeanings.flatMap((meaning) => names[meaning].split(' ').map((name) => [name, meaning] as const)));
const languageEnding = /(?:(英文|英语|english|en)|(中文|汉语|chinese|zhcn|zh|cn))$/u;

/** undefined: it says nothing to us. */
export function columnOf(header: string): Column | undefined {
  const name = header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.*:()[\]【】/]+/gu, '');
  const whole = meaningOf.get(name);
  if (whole) return { meaning: whole, lang: null };
  const ending = languageEnding.exec(name);
  const meaning = ending ? meaningOf.get(name.slice(0, ending.index)) : undefined;
  return meaning && ending ? { meaning, lang: ending[1] === undefined ? 'zh' : 'en' } : undefined;
}
