/** How a cell of the screen is drawn. Styles are shared and compared by identity. */
export interface CellStyle {
  readonly bold: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  /** One of the 16 colours, or -1 for the default. */
  readonly foreground: number;
  readonly background: number;
}

/** Nothing set. */
export const PLAIN: CellStyle = { bold: false, underline: false, inverse: false, foreground: -1, background: -1 };

const known = new Map<string, CellStyle>([[key(PLAIN), PLAIN]]);

function key(style: CellStyle): string {
  return [style.bold, style.underline, style.inverse, style.foreground, style.background].join();
}

/** The one shared object for a style, so that equal styles are identical. */
function shared(style: CellStyle): CellStyle {
  const name = key(style);
  const found = known.get(name);
  if (found) return found;
  known.set(name, style);
  return style;
}

/** The change one parameter of SGR makes; undefined for those this console does not draw. ECMA-48, 8.3.117. */
function change(code: number): Partial<CellStyle> | undefined {
  if (code >= 30 && code <= 37) return { foreground: code - 30 };
  if (code >= 40 && code <= 47) return { background: code - 40 };
  if (code >= 90 && code <= 97) return { foreground: code - 90 + 8 };
  if (code >= 100 && code <= 107) return { background: code - 100 + 8 };
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { bold: true };
    case 4:
      return { underline: true };
    case 7:
      return { inverse: true };
    case 22:
      return { bold: false };
    case 24:
      return { underline: false };
    case 27:
      return { inverse: false };
    case 39:
      return { foreground: -1 };
    case 49:
      return { background: -1 };
    default:
      return undefined;
  }
}

/** The style after an SGR sequence (`ESC [ ... m`); no parameter means 0. */
export function select(style: CellStyle, codes: readonly number[]): CellStyle {
  let next = style;
  for (const code of codes.length > 0 ? codes : [0]) next = { ...next, ...change(code) };
  return shared(next);
}
