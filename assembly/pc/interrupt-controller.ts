import { PIC_FIRST, PIC_SECOND } from './devices';

/** No line. */
const NONE: u32 = 8;
/** Line of the first controller that the second one drives. */
const CASCADE: u32 = 2;

function bitOf(line: u32): u8 {
  return <u8>((<u32>1) << line);
}

/**
 * One 8259A: eight interrupt lines by priority. Edge-triggered, or level-triggered where ELCR says so. Source: Intel 8259A data sheet
 * (231468).
 */
@unmanaged
@final
export class InterruptController {
  /** Requests. */
  private irr: u8 = 0;
  /** Interrupts being served. */
  private isr: u8 = 0;
  /** Masked lines. */
  private imr: u8 = 0;
  /** Levels of the lines. */
  private lines: u8 = 0;
  /** Level-triggered lines (ports 4D0, 4D1). */
  elcr: u8 = 0;
  /** Vector of line 0. */
  base: u8 = 0;
  /** Which initialisation word is expected: 2 to 4, or 0. */
  private step: u8 = 0;
  /** ICW1, while initialising. */
  private icw1: u8 = 0;
  /** 1: an acknowledged interrupt ends by itself. */
  private autoEnd: u8 = 0;
  /** 1: reads show ISR, 0: IRR. */
  private showsService: u8 = 0;
  /** 1: the next read polls. */
  private polls: u8 = 0;
  /** 1: masked interrupts being served hold back nothing. */
  private specialMask: u8 = 0;
  /** The line of least priority. */
  private lowest: u8 = 0;

  /** The first or second controller. */
  static at(address: usize): InterruptController {
    return changetype<InterruptController>(address);
  }

  /** As after power-on: everything masked until it is initialised. */
  reset(): void {
    memory.fill(changetype<usize>(this), 0, offsetof<InterruptController>());
    this.imr = 0xff;
    this.lowest = 7;
  }

  /** A line changes its level. */
  setLine(line: u32, high: bool): void {
    const bit = bitOf(line);
    const rises = high && (this.lines & bit) === 0;
    this.lines = high ? this.lines | bit : this.lines & ~bit;
    if ((this.elcr & bit) !== 0) this.irr = high ? this.irr | bit : this.irr & ~bit;
    else if (rises) this.irr |= bit;
  }

  /** Has the line asked for an interrupt that nobody took yet? */
  isLatched(line: u32): bool {
    return (this.irr & bitOf(line)) !== 0;
  }

  /** The line that interrupts now, or NONE: the one of highest priority that nothing of its priority or above holds back. */
  private candidate(): u32 {
    const requests = this.irr & ~this.imr;
    if (requests === 0) return NONE;
    const serving = this.specialMask ? this.isr & ~this.imr : this.isr;
    for (let i: u32 = 1; i <= 8; i++) {
      const line = (this.lowest + i) & 7;
      const bit = bitOf(line);
      if ((serving & bit) !== 0) return NONE;
      if ((requests & bit) !== 0) return line;
    }
    return NONE;
  }

  /** Does it raise its output? */
  interrupts(): bool {
    return this.candidate() !== NONE;
  }

  /** Takes the interrupt that waits: its line, or 7 if it went away meanwhile. */
  acknowledge(): u32 {
    const line = this.candidate();
    if (line === NONE) return 7;
    const bit = bitOf(line);
    if ((this.elcr & bit) === 0) this.irr &= ~bit;
    if (!this.autoEnd) this.isr |= bit;
    return line;
  }

  /** Reads port 0 or 1 of the two. */
  read(port: u32): u32 {
    if (this.polls) {
      this.polls = 0;
      return this.interrupts() ? 0x80 | this.acknowledge() : 0;
    }
    if (port === 1) return this.imr;
    return this.showsService ? this.isr : this.irr;
  }

  /** Writes port 0 or 1 of the two. */
  write(port: u32, value: u32): void {
    if (port === 1) this.writeData(value);
    else if (value & 0x10) this.initialise(value);
    else if (value & 0x08) this.selectRead(value);
    else this.command(value);
  }

  /** ICW1: begins the initialisation. */
  private initialise(value: u32): void {
    const elcr = this.elcr;
    const lines = this.lines;
    this.reset();
    this.elcr = elcr;
    this.lines = lines;
    this.imr = 0;
    this.icw1 = <u8>value;
    this.step = 2;
  }

  /** ICW2 to ICW4, or the mask. */
  private writeData(value: u32): void {
    const single = (this.icw1 & 2) !== 0;
    const wantsFourth = (this.icw1 & 1) !== 0;
    switch (this.step) {
      case 2:
        this.base = <u8>(value & 0xf8);
        this.step = single ? (wantsFourth ? 4 : 0) : 3;
        break;
      case 3:
        this.step = wantsFourth ? 4 : 0;
        break;
      case 4:
        this.autoEnd = <u8>((value >> 1) & 1);
        this.step = 0;
        break;
      default:
        this.imr = <u8>value;
    }
  }

  /** OCW3: what reads show, polling, special mask mode. */
  private selectRead(value: u32): void {
    if (value & 4) this.polls = 1;
    if (value & 2) this.showsService = <u8>(value & 1);
    if (value & 0x40) this.specialMask = <u8>((value >> 5) & 1);
  }

  /** OCW2: ends an interrupt, turns priorities. */
  private command(value: u32): void {
    const specific = (value & 0x40) !== 0;
    const rotates = (value & 0x80) !== 0;
    const ends = (value & 0x20) !== 0;
    const line = specific ? value & 7 : this.serving();
    if (line === NONE) return;
    if (ends) this.isr &= ~bitOf(line);
    if (rotates && (ends || specific)) this.lowest = <u8>line;
  }

  /** The line of highest priority that is being served, or NONE. */
  private serving(): u32 {
    for (let i: u32 = 1; i <= 8; i++) {
      const line = (this.lowest + i) & 7;
      if ((this.isr & bitOf(line)) !== 0) return line;
    }
    return NONE;
  }
}

/** Ports 20, 21: lines 0 to 7. */
export function firstController(): InterruptController {
  return InterruptController.at(PIC_FIRST);
}

/** Ports A0, A1: lines 8 to 15. */
export function secondController(): InterruptController {
  return InterruptController.at(PIC_SECOND);
}

/** One of the machine's sixteen interrupt lines changes its level. */
export function setInterruptLine(irq: u32, high: bool): void {
  if (irq >= 8) secondController().setLine(irq - 8, high);
  else firstController().setLine(irq, high);
}

/** Has one of the first eight lines asked for an interrupt that nobody took yet? */
export function isLineLatched(irq: u32): bool {
  return firstController().isLatched(irq);
}

/** A short pulse on an edge-triggered line. */
export function pulseInterruptLine(irq: u32): void {
  setInterruptLine(irq, true);
  setInterruptLine(irq, false);
}

/** Does the pair ask the CPU for an interrupt? */
export function isInterruptRequested(): bool {
  firstController().setLine(CASCADE, secondController().interrupts());
  return firstController().interrupts();
}

/** The CPU takes the interrupt: its vector. */
export function acknowledgeInterrupt(): u32 {
  const first = firstController();
  const line = first.acknowledge();
  if (line !== CASCADE) return first.base + line;
  const second = secondController();
  return second.base + second.acknowledge();
}
