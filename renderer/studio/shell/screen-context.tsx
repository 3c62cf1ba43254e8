/** Which screen is shown, and going to another: by state, there is no address. */
import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { screenOfKey } from './screen-names.ts';
import type { ScreenName } from './screen-names.ts';

interface Screens {
  readonly screen: ScreenName;
  readonly go: (screen: ScreenName) => void;
}

const ScreenContext = createContext<Screens | null>(null);

export function ScreenProvider({ children }: { readonly children: ReactNode }) {
  const [screen, go] = useState<ScreenName>('on-air');
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const wanted = screenOfKey(event);
      if (wanted === null || event.defaultPrevented) return;
      event.preventDefault();
      go(wanted);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const screens = useMemo(() => ({ screen, go }), [screen]);
  return <ScreenContext value={screens}>{children}</ScreenContext>;
}

export function useScreens(): Screens {
  const screens = use(ScreenContext);
  if (screens === null) throw new Error('useScreens outside of ScreenProvider');
  return screens;
}
