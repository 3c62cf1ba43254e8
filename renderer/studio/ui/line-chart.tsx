/** A small line chart of values over time, newest right. Drawn as one path; what it says is also said in words to screen readers. */
interface LineChartProps {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** How many values fill the width. */
  readonly span: number;
  /** Top of the scale; grows with the values. */
  readonly atLeast: number;
  readonly height?: number;
}

const width = 300;

export function LineChart({ label, values, span, atLeast, height = 64 }: LineChartProps) {
  const top = Math.max(atLeast, ...values.map((value) => value ?? 0));
  const shown = values.slice(-span);
  const x = (index: number): number => ((span - shown.length + index) * width) / Math.max(1, span - 1);
  const y = (value: number): number => height - 1 - (value / top) * (height - 2);
  let path = '';
  let pen: 'up' | 'down' = 'up';
  shown.forEach((value, index) => {
    if (value === null) {
      pen = 'up';
      return;
    }
    path += `${pen === 'up' ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'down';
  });
  return (
    <svg className="chart" viewBox={`0 0 ${width} ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="chart-ground" d={`M0 ${height - 0.5}H${width}M0 ${height / 2}H${width}M0 0.5H${width}`} />
      <path className="chart-line" d={path} />
    </svg>
  );
}
