/** What the shell decides without Electron: who gets a door, which file a URL means, what a page may load. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../main/shell/content-security-policy.ts';
import { judgeSender } from '../../../main/shell/judge-sender.ts';
import { resolveAsset } from '../../../main/shell/resolve-asset.ts';
import { isStudioUrl, studioPageUrl } from '../../../main/shell/studio-scheme.ts';

describe('judgeSender', () => {
  const good = { frameUrl: studioPageUrl, isTopFrame: true, isStudioWindow: true };
  it('lets the studio page in', () => {
    expect(judgeSender(good)).toBe('ok');
    expect(judgeSender({ ...good, frameUrl: `${studioPageUrl}#x` })).toBe('ok');
  });
  it.each([
    ['frame-gone', { ...good, frameUrl: null }],
    ['other-window', { ...good, isStudioWindow: false }],
    ['sub-frame', { ...good, isTopFrame: false }],
    ['other-origin', { ...good, frameUrl: 'https://example.com/' }],
    ['other-origin', { ...good, frameUrl: 'about:blank' }],
    ['other-origin', { ...good, frameUrl: '' }],
  ])('refuses: %s', (verdict, sender) => expect(judgeSender(sender)).toBe(verdict));
});

describe('isStudioUrl', () => {
  it.each(['vanchor://studio/', 'vanchor://studio/studio/index.html', 'VANCHOR://studio/x'])('yes: %s', (url) =>
    expect(isStudioUrl(url)).toBe(true),
  );
  it.each([
    'vanchor://studio.evil/',
    'vanchor://evil/studio',
    'vanchor:studio',
    'https://studio/',
    'file:///studio',
    'xvanchor://studio/',
    '',
  ])('no: %s', (url) => expect(isStudioUrl(url)).toBe(false));
});

describe('resolveAsset', () => {
  const root = resolve('/app/dist/renderer');
  it.each([
    [studioPageUrl, 'studio/index.html', 'text/html; charset=utf-8'],
    ['vanchor://studio/assets/a%20b.js?v=1#x', 'assets/a b.js', 'text/javascript; charset=utf-8'],
    ['vanchor://studio/a/../assets/x.css', 'assets/x.css', 'text/css; charset=utf-8'],
  ])('%s', (url, path, contentType) => expect(resolveAsset(root, url)).toEqual({ path: resolve(root, path), contentType }));

  it.each([
    'vanchor://studio/',
    'vanchor://studio/..%2f..%2fmain%2findex.js',
    'vanchor://studio/%2e%2e/%2e%2e/main/index.js',
    'vanchor://studio/..%2frenderer-other/x.js',
    'vanchor://studio/a%00.js',
    'vanchor://studio/%E0%A4%A.js',
    'vanchor://studio/.env',
    'vanchor://other/studio/index.html',
    'https://studio/studio/index.html',
  ])('gives nothing for %s', (url) => {
    const asset = resolveAsset(root, url);
    // The URL parser already folds plain dot segments; whatever is left must stay inside.
    expect(asset === null || asset.path.startsWith(`${root}/`)).toBe(true);
    if (!url.includes('%2e')) expect(asset).toBeNull();
  });
});

describe('contentSecurityPolicy', () => {
  const directive = (name: string): string | undefined =>
    contentSecurityPolicy
      .split('; ')
      .find((part) => part.startsWith(`${name} `))
      ?.slice(name.length + 1);

  it('refuses by default and never allows inline or evaluated scripts', () => {
    expect(directive('default-src')).toBe("'none'");
    expect(directive('script-src')).toBe("'self'");
  });
  it('lets the preview in from this machine only', () => {
    expect(directive('connect-src')).toBe("'self' http://127.0.0.1:*");
    expect(directive('media-src')).toBe('blob:');
    expect(directive('worker-src')).toBe('blob:');
  });
});
