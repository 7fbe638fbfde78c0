/** A number with thin spaces between groups of three digits: counts have many. */
export function grouped(value: bigint | number): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');
}

const UNITS: readonly (readonly [nanoseconds: number, unit: string])[] = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
];

/** A span of virtual time: `12.4 ms`. One tick is a nanosecond. */
export function duration(ticks: bigint): string {
  const value = Number(ticks);
  for (const [size, unit] of UNITS) {
    if (value >= size) return `${(value / size).toFixed(value >= 100 * size ? 0 : value >= 10 * size ? 1 : 2)} ${unit}`;
  }
  return `${value} ns`;
}
