/** Text to train lips on: words that mean nothing, drawn from a seed, so that every sound of a language comes in every neighbourhood, and nobody's text is needed. */
type Random = () => number;

const pick = <T>(from: ArrayLike<T>, random: Random): T => from[Math.floor(random() * from.length)] as T;

/** Characters whose readings cover the syllables of Mandarin. */
const han = Array.from(
  '我你他她的是不了在有这那个们大小上下来去说看好吃喝买卖包爸跑怕破批品票马妈美没猫面发法飞分风父服达大点电东多都他天听头土内能你年女南拉来老冷里两绿路哥个高给关国口卡看课快空喝好很红花回会家见今就九七前请去秋全西想小写新学雪知这中周找张吃车长出春床是上谁水说书人日热肉软在早走坐最次从菜草三四色送岁素一有月远云要五我外问王儿二耳爱安欧恩鱼元圆勇用船双闯爪抓说播摸婆佛坡波',
);
const kana = Array.from(
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわんがぎぐげごばびぶべぼぱぴぷぺぽだでどざじずぜぞ',
);
/** Onsets, nuclei and codas; what comes often stands more often. */
const latin = {
  onsets: 'b p m f v w t d s z n l r k g h j t s n r l m p b d k st tr pl br sp fr gr sh ch th bl kl'.split(' '),
  nuclei: 'a e i o u a e i o u a e i ee oo ai ou'.split(' '),
  codas: [...Array.from('nstlrmkpdfbg'), '', '', '', '', '', '', '', '', '', '', 'st', 'nd', 'mp', 'ng'],
};
const tables: Readonly<Record<string, typeof latin>> = {
  de: { ...latin, onsets: [...latin.onsets, 'sch', 'pf', 'zw', 'w'], nuclei: [...latin.nuclei, 'ä', 'ö', 'ü', 'ei', 'au', 'eu'] },
  ru: {
    onsets: 'б п м ф в т д с з н л р к г х ж ш ч ц т с н р л м п б д к ст тр пл бр пр'.split(' '),
    nuclei: Array.from('аеиоуыаеиоуяюёэ'),
    codas: [...Array.from('нстлрмкпвй'), '', '', '', '', '', '', ''],
  },
  el: {
    onsets: 'β π μ φ τ δ σ ζ ν λ ρ κ γ χ θ τ σ ν ρ λ μ π κ στ τρ πλ μπ ντ'.split(' '),
    nuclei: ['α', 'ε', 'ι', 'ο', 'ου', 'α', 'ε', 'ι', 'ο', 'αι', 'ει'],
    codas: ['ς', 'ν', '', '', '', '', ''],
  },
  hi: {
    onsets: Array.from('कखगघचछजझटठडढतथदधनपफबभमयरलवशसहमपबन'),
    nuclei: ['', 'ा', 'ि', 'ी', 'ु', 'ू', 'े', 'ै', 'ो', 'ौ', 'ा'],
    codas: [''],
  },
};

function word(lang: string, random: Random): string {
  const times = (most: number): number => 1 + Math.floor(random() * most);
  if (lang === 'zh') return Array.from({ length: times(3) }, () => pick(han, random)).join('');
  if (lang === 'ja') return Array.from({ length: times(4) }, () => pick(kana, random)).join('');
  const { onsets, nuclei, codas } = tables[lang] ?? latin;
  const syllable = (): string => `${random() < 0.12 ? '' : pick(onsets, random)}${pick(nuclei, random)}${pick(codas, random)}`;
  return Array.from({ length: times(3) }, syllable).join('');
}

/** One line of `words` words, with a comma now and then. */
export function trainingLine(lang: string, words: number, random: Random): string {
  const close = lang === 'zh' || lang === 'ja';
  let line = '';
  for (let index = 0; index < words; index += 1) {
    const gap = index === 0 ? '' : random() < 0.15 ? (close ? '，' : ', ') : close ? '' : ' ';
    line += `${gap}${word(lang, random)}`;
  }
  return `${line}${pick(close ? ['。', '？', '！'] : ['.', '?', '!'], random)}`;
}
