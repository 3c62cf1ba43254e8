/** Language and theme of the window, chosen on its Settings screen as a user would; it stays there. */
import type { Page } from 'playwright-core';

export async function chooseLook(page: Page, language: 'en' | 'zh', theme: 'dark' | 'light'): Promise<void> {
  await page.getByTestId('nav-settings').click();
  await page
    .getByTestId('language-switch')
    .locator('label')
    .nth(language === 'en' ? 0 : 1)
    .click();
  await page
    .getByTestId('theme-switch')
    .locator('label')
    .nth(theme === 'dark' ? 0 : 1)
    .click();
  const tag = language === 'en' ? 'en' : 'zh-CN';
  await page.locator(`html[lang="${tag}"][data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' });
}
