/** Text of a language that eSpeak NG reads from its letters: without what it would take for a command or spell out. Pure. */
import { createTracer, type TracedText } from '../../../main/engines/text/traced-text.ts';

const said = /[\p{L}\p{M}\p{N}\p{Sc}'’%&+.,:-]/u;

export function feedPlain({ text, origin }: TracedText): TracedText {
  const tracer = createTracer();
  for (let at = 0; at < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    tracer.add(said.test(char) && char.length === 1 ? char : ' ', origin[at] as number);
    at += char.length;
  }
  return tracer.finish();
}

/** English with letters that stand alone: "A" would be read as the article. */
export function feedEnglish(run: TracedText): TracedText {
  const plain = feedPlain(run);
  const tracer = createTracer();
  for (const match of plain.text.matchAll(/(?<![\p{L}'])A(?![\p{L}'])|[\s\S]/gu))
    tracer.add(match[0] === 'A' && isAlone(plain.text, match.index) ? 'eigh' : match[0], plain.origin[match.index] as number);
  return tracer.finish();
}

function isAlone(text: string, at: number): boolean {
  return !/[\p{L}']/u.test(text[at - 1] ?? '') && !/[\p{L}']/u.test(text[at + 1] ?? '');
}
