/** The way between the screens: an icon and a word each, always in sight. */
import {
  IconActivityHeartbeat,
  IconBook2,
  IconBroadcast,
  IconBrain,
  IconSettings,
  IconUsersGroup,
  IconWorldUpload,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { ProductMark } from '../ui/product-mark.tsx';
import classes from './shell.module.css';
import { useScreens } from './screen-context.tsx';
import { screenNames } from './screen-names.ts';
import type { ScreenName } from './screen-names.ts';

const icons: Readonly<Record<ScreenName, Icon>> = {
  'on-air': IconBroadcast,
  cast: IconUsersGroup,
  models: IconBrain,
  destinations: IconWorldUpload,
  knowledge: IconBook2,
  monitor: IconActivityHeartbeat,
  settings: IconSettings,
};

export function Navigation() {
  const { screen, go } = useScreens();
  const { show } = useSnapshot();
  const { t } = useSpeech();
  return (
    <>
      <ProductMark />
      <ul className={classes['nav']}>
        {screenNames.map((name, index) => {
          const Mark = icons[name];
          return (
            <li key={name}>
              <button
                type="button"
                className={classes['link']}
                data-testid={`nav-${name}`}
                data-live={name === 'on-air' && show.state === 'on-air' && show.air.audience === 'platforms'}
                aria-current={name === screen ? 'page' : undefined}
                aria-keyshortcuts={`Control+${index + 1} Meta+${index + 1}`}
                title={t('nav.hint', { n: index + 1 })}
                onClick={() => go(name)}
              >
                <Mark size={21} stroke={1.6} aria-hidden />
                <span>{t(`nav.${name}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
