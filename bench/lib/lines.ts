/** Chat lines that a seller of tea hears, in both languages of the sample knowledge. */
export const chatLines: ReadonlyArray<{ readonly author: string; readonly text: string }> = Object.freeze([
  { author: 'Ann', text: 'Hello!' },
  { author: '小雨', text: '龙井多少钱？' },
  { author: 'Ben', text: 'How much is the longjing?' },
  { author: '老王', text: '这个茶怎么泡？' },
  { author: 'Cleo', text: 'Is there a discount today?' },
  { author: '阿May', text: '可以退货吗？' },
  { author: 'Dan', text: 'Which tea is good for the evening?' },
  { author: '茶友88', text: '有样品吗？' },
  { author: 'Eve', text: 'I love your voice!' },
  { author: '小鱼', text: '你是真人吗？' },
  { author: 'Finn', text: 'What is the capital of Mongolia?' },
  { author: '糖糖', text: '谢谢主播，再见！' },
]);
