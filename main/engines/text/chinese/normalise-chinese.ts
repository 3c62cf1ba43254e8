/**
 * A Mandarin clause as it is said: prices, discounts, dates, times, units, models and chat slang become characters; English words stay, what is
 * spelled stands apart as capitals. Each character remembers where it came from. Pure.
 */
import { cleanClause } from '../clean-clause.ts';
import { nameParts, sayLatin } from '../english/say-latin.ts';
import { applyRules, defineRule as rule, type TextRule, type TracedText } from '../traced-text.ts';
import { cardinalWords, countWords, decimalWords, digitWords, phoneDigits } from './chinese-numbers.ts';
import { clockWords, dayWords, discountWords, modelWords, moneyWords, percentWords, plainNumber, yuanWords } from './chinese-quantities.ts';
import { currencyCodes, measures, sayings, slang, symbols, units } from './chinese-words.ts';

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const money = '[¥$€£₩฿]';
const range = String.raw`\s?[-–—~～至到]\s?`;
const notMore = String.raw`(?![\p{Script=Latin}\d])`;
const byLength = (names: readonly string[]): string => names.toSorted((a, b) => b.length - a.length).join('|');
const unitNames = byLength(Object.keys(units));
const codes = byLength(Object.keys(currencyCodes));
const slangNames = byLength(Object.keys(slang));
const sayingNames = byLength(Object.keys(sayings));
/** Behind a number of years; two digits before anything else are a year: "50年历史", but "90年代", "98年出生". */
const spanTails = '质保|保修|老|的|历史|经验|传承|品牌|工艺|以上|来|前|后|内|匠心|沉淀|技术|专注|如一|陈';
/** Of weights, before and behind: "净含量5G", "5G装"; elsewhere a capital G, T or M behind a number is a letter or a size of memory. */
const unweighed = String.raw`(?<!(?:重|含量|每[包袋份盒条]|[金银])[是为约]?[:：]?\s?)`;
const weightTails = String.raw`\s?(?:[x×*]|[\/／](?!\d)|装|每|左右|一[包袋份]|黄金|足金|[金银茶粉糖盐])`;
const memory = '内存|运存|运行|显存|存储|硬盘|闪存|固态|流量|版';
/** Behind a price without a sign. */
const priceTails = '包邮|秒杀|到手|拿下|拿走|带走|起拍|起步|一件|一瓶|一盒|一斤|一双|一套|一份|一个|一包|一支|一箱|抢|开抢';

const dollars: Readonly<Record<string, string>> = { nt: '新台币', hk: '港币', us: '美元', a: '澳元', c: '加元', s: '新元' };
const codeOf = (code: string): string => currencyCodes[code.toLowerCase()] ?? '';
const valueOf = (written: string): string => decimalWords(plainNumber(written));

const names: readonly TextRule[] = [
  rule(String.raw`(?:https?:\/\/|www\.)[^\s<>"，。！？、]+`, () => '链接'),
  rule(String.raw`[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]+)+`, () => '邮箱'),
  rule(
    String.raw`([a-z][a-z0-9-]{1,60})\.(com|cn|net|org|io|tv|shop)(?:\/[^\s<>"，。！？、]*)?${notMore}`,
    (host, top) => `${readName(host)}点${sayLatin(top)}`,
  ),
  rule(String.raw`[@＠]([\p{L}\d_]+)`, (name) => readName(name)),
  rule(String.raw`[#＃]([\p{L}\d_]+)[#＃]?`, (tag) => readName(tag)),
  rule(String.raw`(?<![\p{Script=Latin}\d])(${slangNames})${notMore}`, (word) => slang[word.toLowerCase()] as string),
  rule(String.raw`(?<![\d.])(6{3,})(?![\d.]|\s?[元块%％${measures}])`, (digits) => digitWords(digits.slice(0, 6))),
  rule(String.raw`(?<![\d.¥$])(233)3*(?![\d.]|\s?[元块%％${measures}])`, () => sayings['233'] as string),
  rule(
    String.raw`(?<![\d.¥$-])(${sayingNames})(?![\d.,]|\s?[-~～元块%％${measures}]|${notMore.slice(3, -1)})`,
    (digits) => sayings[digits] as string,
  ),
  rule(String.raw`(?<![\p{L}\d])88(?=\s*(?:[啦了哦~～!！。.]|$))`, () => '拜拜'),
  rule(String.raw`双(11|12)(?!\d)`, (day) => `双${cardinalWords(day)}`),
  rule(String.raw`(11\.11|12\.12)(?!\d)`, (day) => `双${cardinalWords(day.slice(0, 2))}`),
  rule(String.raw`no\.\s?(\d+)`, (value) => (value === '1' ? 'number one' : `第${cardinalWords(value)}`)),
  rule(String.raw`type[-\s]?c${notMore}`, () => 'type C'),
  rule(String.raw`wi-?fi`, () => 'wifi'),
];

const dates: readonly TextRule[] = [
  rule(
    String.raw`(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(日|号)?(?!\d)`,
    (year, month, day, ending) => `${digitWords(year)}年${dayWords(month, day, ending || '日')}`,
  ),
  rule(String.raw`(\d{2}00)年(?=的?(?:历史|传承|文化|古))`, (years) => `${cardinalWords(years)}年`),
  rule(String.raw`(\d{4})${range}(?=\d{4}年)`, (year) => `${digitWords(year)}到`),
  rule(String.raw`(\d{4})年`, (year) => (year === '1000' || Number(year) > 2100 ? `${cardinalWords(year)}年` : `${digitWords(year)}年`)),
  rule(
    String.raw`(?<!近|超|超过|传承|长达|整整)(\d{2})年(?!${spanTails})`,
    (year) => `${Number(year) > 30 ? digitWords(year) : cardinalWords(year)}年`,
  ),
  rule(
    String.raw`(\d{1,2})月(\d{1,2})(日|号)?${range}(?:(\d{1,2})月)?(\d{1,2})(日|号)`,
    (month, day, ending, other, last, end) =>
      `${dayWords(month, day, ending)}到${other ? `${cardinalWords(other)}月` : ''}${cardinalWords(last)}${end}`,
  ),
  rule(String.raw`(\d{1,2})月(\d{1,2})(日|号)?(?!\d)`, (month, day, ending) => dayWords(month, day, ending)),
  rule(String.raw`(\d{1,2})(月|号|日)(?!\d)`, (value, unit) => `${cardinalWords(String(Number(value)))}${unit}`),
  rule(String.raw`(1[0-2]|[1-9])\/(\d{1,2})(?=日|号)`, (month, day) => dayWords(month, day, '')),
  rule(String.raw`(11\/11|12\/12)(?!\d)`, (date) => dayWords(date.slice(0, 2), date.slice(3))),
  rule(
    String.raw`([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：][0-5]\d)?(?!\d)${range}(?=\d)`,
    (hours, minutes) => `${clockWords(hours, minutes)}到`,
  ),
  rule(String.raw`([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：][0-5]\d)?(?!\d)`, clockWords),
  rule(String.raw`(\d{1,2})[点點](\d{1,2})分?(?!\d)`, (hours, minutes) => clockWords(hours, minutes)),
  rule(String.raw`(\d{1,2})点(?:半)?${range}(?=\d)`, (hour) => `${hour === '2' ? '两' : cardinalWords(hour)}点到`),
  rule(String.raw`(2)点`, () => '两点'),
  rule(String.raw`(\d{1,2})[:：](\d{1,2})(?!\d)`, (a, b) => `${cardinalWords(a)}比${cardinalWords(b)}`),
];

const prices: readonly TextRule[] = [
  rule(
    String.raw`(nt|hk|us|a|c|s)\$\s?(${number})`,
    (country, amount) => `${countWords(plainNumber(amount))}${dollars[country.toLowerCase()]}`,
  ),
  rule(String.raw`(?:rmb|cny)\s?(${number})`, (amount) => yuanWords(amount, '元')),
  rule(String.raw`${money}\s?(${number})${range}(?=${money}?\s?\d)`, (low) => `${countWords(plainNumber(low))}到`),
  rule(String.raw`(${money})\s?(${number})\s?(万|亿|k|w)?(?![\p{Script=Latin}])`, moneyWords),
  rule(String.raw`(${number})\s?(${codes})${notMore}`, (amount, code) =>
    codeOf(code) === '元' ? yuanWords(amount, '元') : `${countWords(plainNumber(amount))}${codeOf(code)}`,
  ),
  rule(String.raw`(${number})\s?(${money})`, (amount, symbol) => moneyWords(symbol, amount, '')),
  rule(String.raw`(\d+\.\d{1,2})(元|块钱?)(?!\d)`, (amount, unit) => yuanWords(amount, unit)),
  rule(String.raw`(\d+\.\d{1,2})(?=\s?(?:${priceTails}))`, (amount) => yuanWords(amount, '元')),
  rule(String.raw`(\d+)块(\d)(?!\d)`, (whole, tenth) => `${countWords(whole)}块${digitWords(tenth)}`),
  rule(String.raw`满(\d+)${range}(\d+)`, (from, off) => `满${cardinalWords(from)}减${cardinalWords(off)}`),
  rule(String.raw`买(\d{1,2})送(\d{1,2})(?![\d${measures}])`, (buy, free) => `买${cardinalWords(buy)}送${cardinalWords(free)}`),
  rule(String.raw`(\d{1,2}(?:\.\d)?)\s?折`, discountWords),
  rule(String.raw`(${number})${range}(${number})\s?[%％]`, (low, high) => `百分之${valueOf(low)}到百分之${valueOf(high)}`),
  rule(String.raw`(${number})\s?[%％]`, percentWords),
];

/** Letters that are units where they are small. */
const capitals: readonly TextRule[] = [
  rule(
    String.raw`${unweighed}([1-68]|12|16|32|64|128|256|512)([GT])${range}(?=\d{1,3}[GT]${notMore}(?!${weightTails}))`,
    (value, letter) => `${cardinalWords(value)}${letter}到`,
    'uy',
  ),
  rule(String.raw`${unweighed}(16|32|64|128|256|512)G${notMore}(?!${weightTails})`, (value) => `${cardinalWords(value)}G`, 'uy'),
  rule(String.raw`(${number})G(?=\s?(?:${memory}|[+＋]\s?\d+G))`, (value) => `${valueOf(value)}G`, 'uy'),
  rule(String.raw`${unweighed}(?<!\d[-–—~～至到])([2-6])G${notMore}(?!${weightTails})`, (value) => `${cardinalWords(value)}G`, 'uy'),
  rule(String.raw`${unweighed}(\d{1,2}(?:\.\d)?)T${notMore}(?!\s?(?:重|货|煤|钢|水))`, (value) => `${valueOf(value)}T`, 'uy'),
  rule(String.raw`(${number})M(?=\s?(?:宽带|带宽|光纤|网|流量))`, (value) => `${countWords(plainNumber(value))}兆`, 'uy'),
  rule(
    String.raw`(${number})W(?=\s?(?:的\s?)?(?:充电|快充|闪充|超级[快闪]充|无线|有线|适配|功率|大功率|电源|[灯锅壶]))`,
    (value) => `${countWords(plainNumber(value))}瓦`,
    'uy',
  ),
  rule(
    String.raw`(?<=(?:功率|快充|充电)[是为达到高]{0,2}\s?)(${number})W${notMore}`,
    (value) => `${countWords(plainNumber(value))}瓦`,
    'uy',
  ),
];

const quantities: readonly TextRule[] = [
  rule(String.raw`(?<!\d)(1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|0\d{2,3}-\d{7,8}|400[-\s]?\d{3}[-\s]?\d{4})(?!\d)`, phoneDigits),
  rule(
    String.raw`(?<=(?:单号|订单号?|编号|尾号|房号|房间号|群号|货号|款号|验证码|口令|暗号|电话|工号)(?:是|为)?[:：\s]?)(\d+)(?![.\d])`,
    phoneDigits,
  ),
  rule(String.raw`(?<=(?:QQ|VX|微信|群)号?[:：\s]?)(\d{5,})`, phoneDigits),
  rule(String.raw`24\/7`, () => '二十四小时'),
  rule(String.raw`(\d+)\/(\d+)(?!\d)`, (a, b) => `${cardinalWords(b)}分之${cardinalWords(a)}`),
  rule(String.raw`(?<![\d\p{L}])[-−](${number})\s?(?:℃|°c)`, (value) => `零下${valueOf(value)}摄氏度`),
  rule(String.raw`(?<![\d\p{L}%])[-−](?=\d)`, () => '负'),
  rule(
    String.raw`(\d{1,2})${range}(\d{1,2})(?=点|月|号|日)`,
    (from, to) => `${from === '2' ? '两' : cardinalWords(from)}到${to === '2' ? '两' : cardinalWords(to)}`,
  ),
  rule(
    String.raw`(${number})\s?(${unitNames})${range}(?=\d)`,
    (value, unit) => `${countWords(plainNumber(value))}${units[unit.toLowerCase()]}到`,
  ),
  rule(String.raw`(${number})${range}(?=${money}?\d)`, (value) => `${countWords(plainNumber(value))}到`),
  rule(String.raw`(\d{3,4})\s?([pi])${notMore}`, (lines, kind) => `${digitWords(lines)}${kind.toUpperCase()}`),
  rule(
    String.raw`(\d{1,2})(x{1,3}[ls]|[xkgd])(?=\s?[^\p{Script=Latin}\d]|$)(?<!\dx|\dg)`,
    (value, name) => `${cardinalWords(value)}${Array.from(name.toUpperCase()).join(' ')}`,
  ),
  rule(
    String.raw`(${number})\s?(w)(?=\+|人|粉|单|件|次|播放|点赞|的|多|$)(?!\p{Script=Latin})`,
    (value) => `${countWords(plainNumber(value))}万`,
  ),
  rule(String.raw`(${number})k(?=\+|人|粉|单|件|次|$)`, (value) => `${countWords(plainNumber(value))}千`, 'uy'),
  rule(
    String.raw`(${number})\s?(${unitNames})\s?[x×*]\s?(?=\d)`,
    (value, unit) => `${countWords(plainNumber(value))}${units[unit.toLowerCase()]}乘`,
  ),
  rule(String.raw`(${number})\s?[x×*]\s?(?=\d)`, (value) => `${valueOf(value)}乘`),
  rule(String.raw`[x×*]\s?(\d+)(?!\d)`, (value) => `乘${cardinalWords(value)}`),
  rule(
    String.raw`(${number})\s?(${unitNames})${notMore}`,
    (value, unit) => `${countWords(plainNumber(value))}${units[unit.toLowerCase()]}`,
  ),
  // What still stands between two quantities of a kind; else it is "about", unless it draws a word out: "宝宝~3号链接".
  rule(String.raw`(?<=\d([\p{L}%％°℃]{1,2})\s?)[~～]\s?(?=\d[\d.,]{0,12}\s?\1)`, () => '到'),
  rule(String.raw`(?<![啊呀哦噢呢吧啦了嘛哈嗨宝亲们好谢哟~～])[~～]\s?(?=${money}?\d)`, () => '约'),
  rule(String.raw`第(\d+)`, (value) => `第${cardinalWords(value).replace(/^两/, '二')}`),
  rule(String.raw`(2)(?=[${measures}])(?!月|号|日)`, () => '两'),
  rule(String.raw`(${number})\+(?!\d)`, (value) => `${valueOf(value)}加`),
  rule(String.raw`(?<=\p{Script=Latin}[\s-]?)(\d+)(?![.\d])`, modelWords),
  rule(number, valueOf),
];

const latin: readonly TextRule[] = [
  rule(String.raw`(\p{Script=Latin})[/、](?=\p{Script=Latin}(?!\p{Script=Latin}))`, (letter) => `${letter.toUpperCase()}、`),
  rule(String.raw`(?<=\p{Script=Latin})(\+{2,4})(?!\+)`, (plus) => `${countWords(String(plus.length))}个加`),
  rule(String.raw`\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:['’]\p{Script=Latin}+)*`, readLatin),
];

const rules = [...names, ...dates, ...prices, ...capitals, ...quantities, ...latin];

/** A word keeps its shape, so that the voice knows a name; a single letter is said by its name. */
function readLatin(word: string): string {
  if (word.length === 1) return word.toUpperCase();
  const said = sayLatin(word);
  return said === word.toLowerCase() && !/^\p{Lu}+$/u.test(word) ? word : said;
}

function readName(name: string): string {
  return nameParts(name)
    .replaceAll(/\d+/g, (digits) => (digits.length > 2 ? digitWords(digits) : cardinalWords(digits)))
    .replaceAll(/\p{Script=Latin}+/gu, readLatin);
}

function other(char: string, before: string): string {
  if (/[，。！？；：、,.!?;:()（）\n'"“”‘’「」『』【】《》\s–—…-]/u.test(char)) return char;
  const said = Object.hasOwn(symbols, char) ? symbols[char] : undefined;
  if (said !== undefined) return /[\p{L}\p{N}]\s?$/u.test(before) ? said : ' ';
  if (char === '|' || char === '｜' || char === '/' || char === '／') return '，';
  return /[\p{L}\p{M}\p{N}]/u.test(char) ? char : ' ';
}

export function normaliseChinese(clause: string): TracedText {
  return applyRules(cleanClause(clause), rules, other);
}
