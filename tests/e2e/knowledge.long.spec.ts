/** The knowledge screen of the real studio: a spreadsheet goes in, a question is tried, an answer is edited on air, and the anchor says the new one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseLook } from '../../bench/lib/choose-look.ts';
import { screenNames } from '../../renderer/studio/shell/screen-names.ts';
import { launchStudio } from './support/launch-studio.ts';
import type { LaunchedStudio } from './support/launch-studio.ts';
import { bringAxe, seriousFindings } from './support/serious-findings.ts';

/** 问题,答案 / 包邮吗,满99元包邮 in GBK, and a row without an answer. */
const spreadsheet = Buffer.from('cecacce22cb4f0b0b80d0ab0fcd3cac2f02cc2fa3939d4aab0fcd3ca0d0ad4dac2f02c0d0a', 'hex');
let studio: LaunchedStudio;

beforeAll(async () => {
  studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0', VANCHOR_SOFTWARE_RENDERING: '1' } });
  await studio.page.getByTestId('studio').waitFor({ timeout: 60_000 });
  await bringAxe(studio.page);
  await studio.page.getByTestId('welcome-skip').click();
});
afterAll(() => studio?.dispose());

const toKnowledge = (): Promise<void> => studio.page.keyboard.press(`Control+${screenNames.indexOf('knowledge') + 1}`);

describe('the knowledge screen', () => {
  it('shows the sample in use, which can be looked at and tried and not changed', async () => {
    const { page } = studio;
    await toKnowledge();
    await page.getByTestId('entry-row').first().waitFor();
    expect(await page.getByTestId('book-in-use').isVisible()).toBe(true);
    expect(await page.getByTestId('entry-add').count()).toBe(0);
    await page.getByTestId('try-line').fill('龙井多少钱');
    await page.getByTestId('try-line').press('Enter');
    await page.getByTestId('try-answer').filter({ hasText: '168' }).waitFor();
    expect(await page.getByTestId('try-marked').locator('mark[data-kind=product]').allInnerTexts()).toEqual(['龙井']);
    await page.getByTestId('entry-row').first().locator('button').first().click();
    await page.getByTestId('question-form').waitFor();
    expect(await page.getByTestId('entry-save').count()).toBe(0);
    expect(await seriousFindings(studio.page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('question-form').waitFor({ state: 'detached' });
  });

  it('copies it and puts the copy in use', async () => {
    const { page } = studio;
    await page.getByTestId('sample-copy').click();
    await page.getByTestId('book-name').fill('我的茶铺');
    await page.getByTestId('book-name').press('Enter');
    await page.getByTestId('sample-note').waitFor({ state: 'detached' });
    expect(await page.getByTestId('knowledge-book').inputValue()).toBe('我的茶铺');
    await page.getByTestId('book-use').click();
    await page.getByTestId('book-in-use').waitFor({ timeout: 60_000 });
  });

  it('imports a spreadsheet of a Chinese Excel after showing what it will do', async () => {
    const { page } = studio;
    await page.getByTestId('knowledge-import').click();
    await page.locator('input[type=file]').setInputFiles({ name: '客服.csv', mimeType: 'text/csv', buffer: spreadsheet });
    await page.getByTestId('import-preview').waitFor();
    // else the same file could not be chosen again when it was corrected
    expect(await page.locator('input[type=file]').inputValue()).toBe('');
    expect(await page.getByTestId('import-problem').locator('td').first().innerText()).toBe('3');
    expect(await page.getByTestId('import-change').count()).toBe(1);
    expect(await seriousFindings(studio.page)).toEqual([]);
    await page.getByTestId('import-run').click();
    await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('knowledge-search').fill('满99元包邮');
    await expect.poll(() => page.getByTestId('entry-row').count()).toBe(1);
  });

  it('gives the book out as a table that a spreadsheet opens', async () => {
    const { page, app, dataDir } = studio;
    const file = join(dataDir, 'exported.csv');
    await app.evaluate(({ BrowserWindow }, path) => {
      BrowserWindow.getAllWindows()[0]?.webContents.session.once('will-download', (_event, item) => item.setSavePath(path));
    }, file);
    await page.getByTestId('book-menu').click();
    await page.getByTestId('book-export-csv').click();
    await expect.poll(() => (existsSync(file) ? readFileSync(file, 'utf8') : ''), { timeout: 20_000 }).toContain('满99元包邮');
    expect(readFileSync(file, 'utf8').startsWith('\uFEFFtype,')).toBe(true);
  });

  it('takes a price as it is typed, and says nothing of shipping that nobody wrote', async () => {
    const { page } = studio;
    await page.getByTestId('knowledge-search').fill('');
    await page.getByTestId('knowledge-part').locator('label').nth(1).click();
    await page.getByTestId('entry-row').first().locator('button').first().click();
    const price = page.getByTestId('field-price');
    await price.fill('');
    await price.pressSequentially('19.90');
    expect(await price.inputValue()).toMatch(/^19\.90?$/);
    await page.getByTestId('entry-save').click();
    await page.getByTestId('product-form').waitFor({ state: 'detached' });
    await page.getByTestId('entry-row').first().locator('button').first().click();
    expect(Number(await price.inputValue())).toBe(19.9);
    // back to what the other tests ask for
    await price.fill('168');
    await page.getByTestId('entry-save').click();
    await page.getByTestId('product-form').waitFor({ state: 'detached' });
    await page.getByTestId('knowledge-part').locator('label').nth(0).click();

    await page.getByTestId('book-basics').click();
    await page.getByTestId('field-fee').fill('');
    await page.getByTestId('entry-save').click();
    expect(await page.getByTestId('field-fee').evaluate((field) => (field as HTMLInputElement).validity.valueMissing)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('basics-form').count()).toBe(1);
    await page.getByTestId('entry-cancel').click();
    await page.getByTestId('basics-form').waitFor({ state: 'detached' });
  });

  it('names the host of the book', async () => {
    const { page } = studio;
    await page.getByTestId('book-basics').click();
    await page.getByTestId('field-hostZh').fill('小雨');
    expect(await seriousFindings(studio.page)).toEqual([]);
    await page.getByTestId('entry-save').click();
    await page.getByTestId('basics-form').waitFor({ state: 'detached' });
    await page.getByTestId('try-line').fill('主播你好');
    await page.getByTestId('try-line').press('Enter');
    await page.getByTestId('try-answer').filter({ hasText: '小雨' }).waitFor();
  });

  it('has no serious finding in the light theme and in English either, in every part of it', async () => {
    const { page } = studio;
    await chooseLook(page, 'en', 'light');
    await toKnowledge();
    await page.getByTestId('knowledge-search').fill('');
    await page.getByTestId('try-line').fill('how much is the longjing');
    await page.getByTestId('try-line').press('Enter');
    await page.getByTestId('try-answer').filter({ hasText: '168' }).waitFor();
    expect(await seriousFindings(studio.page)).toEqual([]);
    await page.getByTestId('knowledge-part').locator('label').nth(1).click();
    await page.getByTestId('entry-row').first().locator('button').first().click();
    await page.getByTestId('product-form').waitFor();
    await page.getByTestId('field-nameZh').fill('');
    await page.getByTestId('field-nameEn').fill('');
    await page.getByTestId('entry-save').click();
    await page.getByTestId('entry-refusal').waitFor();
    expect(await seriousFindings(studio.page)).toEqual([]);
    // something was typed: only the buttons close it
    await page.keyboard.press('Escape');
    await page.getByTestId('entry-cancel').click();
    await page.getByTestId('product-form').waitFor({ state: 'detached' });
    await page.getByTestId('knowledge-import').click();
    await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: spreadsheet });
    await page.getByTestId('import-preview').waitFor();
    expect(await seriousFindings(studio.page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('knowledge-part').locator('label').nth(0).click();
    await chooseLook(page, 'zh', 'dark');
    await toKnowledge();
    await page.getByTestId('knowledge-search').fill('满99元包邮');
  });

  it('refuses a workbook in words', async () => {
    const { page } = studio;
    await page.getByTestId('knowledge-import').click();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.xlsx.csv', mimeType: 'text/csv', buffer: Buffer.from('504b030414000600', 'hex') });
    await page.getByTestId('import-refusal').filter({ hasText: 'Excel' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
  });

  it('says an answer that was edited on air, to the very next question', async () => {
    const { page } = studio;
    await page.keyboard.press('Control+1');
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    const ask = async (text: string, reply: string): Promise<void> => {
      await page.getByTestId('composer-input').fill(text);
      await page.getByTestId('composer-input').press('Enter');
      await page
        .locator('[data-testid=turn-item][data-state=ended]')
        .filter({ hasText: text })
        .filter({ hasText: reply })
        .last()
        .waitFor({ timeout: 60_000 });
    };
    await ask('包邮吗', '满99元包邮');
    await toKnowledge();
    await page.getByTestId('entry-row').first().locator('button').first().click();
    await page.getByTestId('field-answerZh').fill('今天全场包邮，不用凑单');
    await page.getByTestId('entry-save').click();
    await page.getByTestId('question-form').waitFor({ state: 'detached' });
    await page.getByTestId('try-line').fill('包邮吗');
    await page.getByTestId('try-line').press('Enter');
    await page.getByTestId('try-answer').filter({ hasText: '不用凑单' }).waitFor();
    await page.keyboard.press('Control+1');
    await ask('包邮吗', '今天全场包邮，不用凑单');
    expect(await page.getByTestId('show-state').getAttribute('data-state')).toBe('on-air');
  });
});
