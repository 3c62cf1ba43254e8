/** Is this still the picture that was given, and a better one? Judges what an enhancer made of the golden picture; "better" is not for a program to say. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import { isBlank, type GoldenFrame } from './check-frames.ts';

/** Colour may be touched, the picture may not become another one: mean difference of luma. */
const mostChange = 40;

export function checkEnhanced(enhanced: Uint8Array, given: GoldenFrame): UserMessage | null {
  const { rect, data } = given;
  if (enhanced.length !== data.length)
    return { en: 'Its pictures have another size than it was given.', zh: '它输出的画面尺寸与输入不同。' };
  if (isBlank({ ...given, data: enhanced }, 'i420a')) return { en: 'Its picture is blank.', zh: '它的画面是空白的。' };
  const pixels = rect.width * rect.height;
  const alphaAt = (pixels * 3) / 2;
  if (Buffer.compare(enhanced.subarray(alphaAt), data.subarray(alphaAt)) !== 0)
    return { en: 'It changes the outline of the anchor.', zh: '它改变了主播的轮廓。' };
  let sum = 0;
  let outside = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    sum += Math.abs((enhanced[pixel] ?? 0) - (data[pixel] ?? 0));
    if (data[alphaAt + pixel] === 0 && enhanced[pixel] !== data[pixel]) outside += 1;
  }
  if (outside > 0) return { en: 'It draws outside of the anchor.', zh: '它在主播轮廓之外留下了像素。' };
  if (Buffer.compare(enhanced, data) === 0) return { en: 'It changes nothing.', zh: '它没有改变画面。' };
  if (sum / pixels > mostChange) return { en: 'It makes another picture out of the one it was given.', zh: '它把画面变成了另一幅画面。' };
  return null;
}
