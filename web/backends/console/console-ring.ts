import type { SharedPage } from '../../core/core';
import type { ConsoleWire } from './console-backend';

/** struct xencons_interface. Source: xen/include/public/io/console.h. */
const [IN, IN_BYTES, OUT, OUT_BYTES] = [0, 1024, 1024, 2048];
const [IN_CONS, IN_PROD, OUT_CONS, OUT_PROD] = [3072, 3076, 3080, 3084];

/** The host's end of a domain's console ring: free-running indices, each masked by its ring's size. */
export class ConsoleRing implements ConsoleWire {
  /** @param notify sends an event to the domain */
  constructor(
    private readonly page: SharedPage,
    readonly notify: () => void,
  ) {}

  private index(offset: number): number {
    return this.page.view.getUint32(offset, true);
  }

  /** Takes what the domain wrote. Indices that make no sense give nothing, as xenconsoled does. */
  drain(): Uint8Array {
    const [cons, prod] = [this.index(OUT_CONS), this.index(OUT_PROD)];
    const count = (prod - cons) >>> 0;
    if (count === 0 || count > OUT_BYTES) return new Uint8Array(0);
    const bytes = Uint8Array.from(
      { length: count },
      (_, i) => this.page.bytes[OUT + ((cons + i) % OUT_BYTES)] as number,
    );
    this.page.view.setUint32(OUT_CONS, prod, true);
    this.page.touched();
    return bytes;
  }

  /** Bytes the domain has not taken yet. */
  get waiting(): number {
    return Math.min((this.index(IN_PROD) - this.index(IN_CONS)) >>> 0, IN_BYTES);
  }

  /** Puts in as many bytes as there is room for; answers how many. */
  offer(bytes: Uint8Array): number {
    const prod = this.index(IN_PROD);
    const count = Math.min(bytes.length, IN_BYTES - this.waiting);
    for (let i = 0; i < count; i++) this.page.bytes[IN + ((prod + i) % IN_BYTES)] = bytes[i] as number;
    if (count === 0) return 0;
    this.page.view.setUint32(IN_PROD, prod + count, true);
    this.page.touched();
    return count;
  }
}
