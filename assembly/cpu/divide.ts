/** Division of a double-width dividend, which a quotient of one width must hold. */

/** The dividend of an unsigned division. */
function dividend<W>(high: W, low: W): u64 {
  return ((<u64>high) << (sizeof<W>() * 8)) | <u64>low;
}

/** The dividend of a signed one. */
function signedDividend<W>(high: W, low: W): i64 {
  const value = dividend<W>(high, low);
  if (sizeof<W>() === 1) return <i64>(<i16>value);
  if (sizeof<W>() === 2) return <i64>(<i32>value);
  return <i64>value;
}

/** A divisor with its sign. */
function signedDivisor<W>(value: W): i64 {
  if (sizeof<W>() === 1) return <i64>(<i8>value);
  if (sizeof<W>() === 2) return <i64>(<i16>value);
  return <i64>(<i32>value);
}

/** Does the quotient exist and fit? */
export function divides<W>(high: W, low: W, divisor: W): bool {
  return divisor !== 0 && high < divisor;
}

/** The quotient, which fits. */
export function quotient<W>(high: W, low: W, divisor: W): W {
  return <W>(dividend<W>(high, low) / <u64>divisor);
}

/** The rest. */
export function remainder<W>(high: W, low: W, divisor: W): W {
  return <W>(dividend<W>(high, low) % <u64>divisor);
}

/** Does the signed quotient exist and fit? */
export function dividesSigned<W>(high: W, low: W, divisor: W): bool {
  if (divisor === 0) return false;
  const by = signedDivisor<W>(divisor);
  const top = signedDividend<W>(high, low);
  if (by === -1 && top === i64.MIN_VALUE) return false;
  const result = top / by;
  const limit: i64 = (<i64>1) << (sizeof<W>() * 8 - 1);
  return result >= -limit && result < limit;
}

/** The signed quotient, which fits, rounded towards 0. */
export function quotientSigned<W>(high: W, low: W, divisor: W): W {
  return <W>(signedDividend<W>(high, low) / signedDivisor<W>(divisor));
}

/** The rest, with the dividend's sign. */
export function remainderSigned<W>(high: W, low: W, divisor: W): W {
  return <W>(signedDividend<W>(high, low) % signedDivisor<W>(divisor));
}
