/** The machine's ports. One that no device answers reads all ones and ignores writes. */
import { PcEnd, pcState } from '../layout/pc-state';
import { readClock, selectClock, writeClock } from './clock';
import { firstController, secondController } from './interrupt-controller';
import { readSerial, writeSerial } from './serial-port';
import { readCounter, readSpeaker, writeCounter, writeSpeaker, writeTimerControl } from './timer';

/** Serial port COM1. */
const COM1: u32 = 0x3f8;
/** Keyboard controller: status and commands. */
const KEYBOARD_COMMAND: u32 = 0x64;
/** Its command that pulses the CPU's reset line. */
const PULSE_RESET: u32 = 0xfe;
/** Its status: no data, self-test passed. */
const KEYBOARD_STATUS: u32 = 0x14;
/** System control port: bit 0 resets, bit 1 is address line 20, which is always on. */
const SYSTEM_CONTROL: u32 = 0x92;
const A20: u32 = 2;
/** The debug-exit port: as QEMU's isa-debug-exit. */
const DEBUG_EXIT: u32 = 0xf4;
const NOTHING: u32 = 0xff;

/** Ends the machine; the host reports why. */
export function endMachine(why: u32, status: u32): void {
  const pc = pcState();
  pc.ended = why;
  pc.exitStatus = status;
  pc.hostPending = 1;
}

/** IN of `bytes` bytes: those of neighbouring ports, unless a device is wider. */
export function readPort(port: u32, bytes: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < bytes; i++) value |= readByte((port + i) & 0xffff) << (i << 3);
  return value;
}

/** OUT of `bytes` bytes. The debug-exit port takes them as one number and ends the machine with twice that plus one. */
export function writePort(port: u32, bytes: u32, value: u32): void {
  if (port === DEBUG_EXIT) {
    endMachine(PcEnd.DebugExit, (value << 1) | 1);
    return;
  }
  for (let i: u32 = 0; i < bytes; i++) writeByte((port + i) & 0xffff, (value >> (i << 3)) & 0xff);
}

function readByte(port: u32): u32 {
  if (port >= COM1 && port < COM1 + 8) return readSerial(port - COM1);
  switch (port) {
    case 0x20:
    case 0x21:
      return firstController().read(port & 1);
    case 0xa0:
    case 0xa1:
      return secondController().read(port & 1);
    case 0x4d0:
      return firstController().elcr;
    case 0x4d1:
      return secondController().elcr;
    case 0x40:
    case 0x41:
    case 0x42:
      return readCounter(port & 3);
    case 0x61:
      return readSpeaker();
    case KEYBOARD_COMMAND:
      return KEYBOARD_STATUS;
    case 0x71:
      return readClock();
    case SYSTEM_CONTROL:
      return A20;
  }
  return NOTHING;
}

function writeByte(port: u32, value: u32): void {
  if (port >= COM1 && port < COM1 + 8) {
    writeSerial(port - COM1, value);
    return;
  }
  switch (port) {
    case 0x20:
    case 0x21:
      firstController().write(port & 1, value);
      break;
    case 0xa0:
    case 0xa1:
      secondController().write(port & 1, value);
      break;
    case 0x4d0:
      firstController().elcr = <u8>(value & 0xf8);
      break;
    case 0x4d1:
      secondController().elcr = <u8>(value & 0xde);
      break;
    case 0x40:
    case 0x41:
    case 0x42:
      writeCounter(port & 3, value);
      break;
    case 0x43:
      writeTimerControl(value);
      break;
    case 0x61:
      writeSpeaker(value);
      break;
    case KEYBOARD_COMMAND:
      if (value === PULSE_RESET) endMachine(PcEnd.Reset, 0);
      break;
    case 0x70:
      selectClock(value);
      break;
    case 0x71:
      writeClock(value);
      break;
    case SYSTEM_CONTROL:
      if (value & 1) endMachine(PcEnd.Reset, 0);
  }
}
