/** What axe finds serious in the page as it is drawn now. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
interface AxeWindow {
  readonly axe: { run(options: unknown): Promise<{ readonly violations: readonly Finding[] }> };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Once for each page that is loaded. */
export const bringAxe = (page: Page): Promise<unknown> => page.evaluate(axeSource);

export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const violations = await page.evaluate(async () => {
    // a colour in the middle of a transition is nobody's colour
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
    const { axe } = window as unknown as AxeWindow;
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} | ${(failureSummary ?? '').slice(0, 240)}`),
    );
}
