/** A classic script of the page's own origin. Bundlers shake these libraries away: they leave their class in the global scope alone. */
export async function loadLibrary<Library>(src: string, name: string): Promise<Library> {
  const script = document.createElement('script');
  script.src = src;
  await new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${src} was not loaded`)));
    document.head.append(script);
  });
  const library = (globalThis as unknown as Record<string, unknown>)[name];
  if (typeof library !== 'function') throw new Error(`${src} brings no ${name}`);
  return library as Library;
}
