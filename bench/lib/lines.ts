/** Chat lines that a seller of tea hears, in both languages of the sample knowledge. */
export const chatLines: ReadonlyArray<{ readonly author: string; readonly text: string }> = Object.freeze([
  { author: 'Ann', text: 'Hi! What are you selling today?' },
  { author: '小雨', text: '龙井多少钱？' },
  { author: 'Ben', text: 'How much is the longjing?' },
  { author: '老王', text: '这个茶怎么泡？' },
  { author: 'Cleo', text: 'Do you ship to Austin?' },
  { author: '阿May', text: '今天有优惠吗？' },
  { author: 'Dan', text: 'Which tea is good for the evening?' },
  { author: '茶友88', text: '普洱可以放多久？' },
  { author: 'Eve', text: 'I love your voice, thank you!' },
  { author: '小鱼', text: '你是真人吗？' },
  { author: 'Finn', text: 'What is the capital of Mongolia?' },
  { author: '糖糖', text: '谢谢主播，再见！' },
]);
