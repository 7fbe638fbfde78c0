/**
 * The 16550 at COM1 (ports 3F8 to 3FF, interrupt line 4). What is written goes to the host at once; what is typed arrives through a queue
 * that the host fills at a tick. Source: National Semiconductor PC16550D data sheet.
 */
import { pcState } from '../layout/pc-state';
import { putToHost } from '../trace/text-ring';
import { SERIAL, SERIAL_INPUT, SERIAL_INPUT_BYTES } from './devices';
import { setInterruptLine } from './interrupt-controller';

const IRQ: u32 = 4;
/** LSR: a byte was received. */
const DATA_READY: u32 = 0x01;
/** LSR: the transmitter is empty, holding register and shift register. */
const TRANSMITTER_EMPTY: u32 = 0x60;
/** MCR: what is sent is received, and the modem lines loop back. */
const LOOPBACK: u8 = 0x10;
/** MSR: CTS, DSR and DCD of the host, which is always there. */
const HOST_PRESENT: u32 = 0xb0;

/** The registers. */
@unmanaged
@final
class SerialPort {
  /** Interrupt enable: 1 received, 2 transmitter empty, 4 line status, 8 modem status. */
  ier: u8 = 0;
  /** FIFO control: bit 0 on. */
  fcr: u8 = 0;
  lcr: u8 = 0;
  mcr: u8 = 0;
  scratch: u8 = 0;
  /** 1: the transmitter became empty and nobody has looked. */
  emptied: u8 = 0;
  /** Loopback: 1 while `looped` holds a byte. */
  hasLooped: u8 = 0;
  looped: u8 = 0;
  divisor: u16 = 0;
}

function port(): SerialPort {
  return changetype<SerialPort>(SERIAL);
}

/** As after power-on: 9600 baud, nothing enabled. */
export function resetSerialPort(): void {
  memory.fill(SERIAL, 0, 0x100);
  port().divisor = 12;
}

/** A byte was typed. False: the queue is full. */
export function serialInput(byte: u32): bool {
  const pc = pcState();
  if (pc.typed - pc.received >= SERIAL_INPUT_BYTES) return false;
  store<u8>(SERIAL_INPUT + (pc.typed % SERIAL_INPUT_BYTES), <u8>byte);
  pc.typed += 1;
  settle();
  return true;
}

function hasData(): bool {
  const p = port();
  return p.mcr & LOOPBACK ? p.hasLooped !== 0 : pcState().typed !== pcState().received;
}

/** The interrupt of highest priority that waits: IIR's low four bits. */
function pending(): u32 {
  const p = port();
  if ((p.ier & 1) !== 0 && hasData()) return 0x4;
  if ((p.ier & 2) !== 0 && p.emptied !== 0) return 0x2;
  return 0x1;
}

function settle(): void {
  // OUT2 connects the port to the interrupt controller.
  const wired = (port().mcr & (0x08 | LOOPBACK)) === 0x08;
  setInterruptLine(IRQ, wired && pending() !== 1);
}

function receive(): u32 {
  const p = port();
  if (p.mcr & LOOPBACK) {
    p.hasLooped = 0;
    return p.looped;
  }
  const pc = pcState();
  if (pc.typed === pc.received) return 0;
  const byte = load<u8>(SERIAL_INPUT + (pc.received % SERIAL_INPUT_BYTES));
  pc.received += 1;
  // The host may have more to type.
  if (pc.typed === pc.received) pc.hostPending = 1;
  // Without FIFO the next byte would arrive later: the request falls and rises anew.
  if ((p.fcr & 1) === 0) setInterruptLine(IRQ, false);
  return byte;
}

function send(byte: u32): void {
  const p = port();
  if (p.mcr & LOOPBACK) {
    p.looped = <u8>byte;
    p.hasLooped = 1;
  } else {
    putToHost(byte);
    pcState().sent += 1;
    pcState().hostPending = 1;
  }
  // A byte to send takes the request for one back, and it is raised anew when the byte has gone: the controller sees an edge.
  setInterruptLine(IRQ, false);
  p.emptied = 1;
}

/** MSR in loopback: DTR, RTS, OUT1 and OUT2 come back as DSR, CTS, RI and DCD. */
function loopedLines(): u32 {
  const mcr = <u32>port().mcr;
  return ((mcr & 1) << 5) | ((mcr & 2) << 3) | ((mcr & 4) << 4) | ((mcr & 8) << 4);
}

/** Reads register 0 to 7. */
export function readSerial(register: u32): u32 {
  const p = port();
  const divisor = (p.lcr & 0x80) !== 0;
  let value: u32 = 0;
  switch (register) {
    case 0:
      value = divisor ? p.divisor & 0xff : receive();
      break;
    case 1:
      value = divisor ? p.divisor >> 8 : p.ier;
      break;
    case 2:
      value = pending() | (p.fcr & 1 ? 0xc0 : 0);
      if ((value & 15) === 2) p.emptied = 0;
      break;
    case 3:
      value = p.lcr;
      break;
    case 4:
      value = p.mcr;
      break;
    case 5:
      value = TRANSMITTER_EMPTY | (hasData() ? DATA_READY : 0);
      break;
    case 6:
      value = p.mcr & LOOPBACK ? loopedLines() : HOST_PRESENT;
      break;
    default:
      value = p.scratch;
  }
  settle();
  return value;
}

/** Writes register 0 to 7. */
export function writeSerial(register: u32, value: u32): void {
  const p = port();
  const divisor = (p.lcr & 0x80) !== 0;
  switch (register) {
    case 0:
      if (divisor) p.divisor = (p.divisor & 0xff00) | <u16>value;
      else send(value);
      break;
    case 1:
      if (divisor) p.divisor = (p.divisor & 0xff) | <u16>(value << 8);
      else enable(value);
      break;
    case 2:
      p.fcr = <u8>value;
      break;
    case 3:
      p.lcr = <u8>value;
      break;
    case 4:
      p.mcr = <u8>(value & 0x1f);
      break;
    case 7:
      p.scratch = <u8>value;
  }
  settle();
}

/** IER: enabling the transmitter's interrupt raises it, for it is empty. */
function enable(value: u32): void {
  const p = port();
  if ((value & 2) !== 0 && (p.ier & 2) === 0) p.emptied = 1;
  p.ier = <u8>(value & 15);
}
