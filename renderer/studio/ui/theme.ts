/** The look: calm dark greens-greys, one jade accent; red is kept for being on air. */
import { createTheme } from '@mantine/core';
import type { MantineColorsTuple } from '@mantine/core';

const jade: MantineColorsTuple = [
  '#e6faf5',
  '#d0f1e8',
  '#a2e3d2',
  '#71d4ba',
  '#4ac8a7',
  '#35c2a5',
  '#23b092',
  '#149a7d',
  '#04866b',
  '#006650',
];
const dark: MantineColorsTuple = [
  '#dfe6e8',
  '#b9c4c8',
  '#93a1a7',
  '#6b7a81',
  '#3b474d',
  '#2b353a',
  '#1e262a',
  '#171d21',
  '#12171a',
  '#0d1114',
];
const signal: MantineColorsTuple = [
  '#ffecec',
  '#ffd6d7',
  '#f9abad',
  '#f37d80',
  '#ee585c',
  '#e5484d',
  '#d33a3f',
  '#b92d32',
  '#a4252a',
  '#8b1a20',
];

export const theme = createTheme({
  primaryColor: 'jade',
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.32,
  colors: { jade, dark, signal },
  fontFamily: "'Studio Sans', system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Color Emoji', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  defaultRadius: 'md',
  focusRing: 'auto',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontWeight: '600' },
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none' } },
  },
});
