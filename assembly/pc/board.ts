/** The bare machine's devices as one: making them, letting time pass, and what they want of the CPU. */
import { machine } from '../layout/machine-state';
import { resetText } from '../trace/text-ring';
import { resetClock } from './clock';
import { firstController, isInterruptRequested, secondController } from './interrupt-controller';
import { resetSerialPort } from './serial-port';
import { isTimerExhausted, resetTimer, timerDeadline, updateTimer } from './timer';

/** A machine as it is switched on; the caller has cleared everything. */
export function createPc(): void {
  firstController().reset();
  secondController().reset();
  resetTimer();
  resetSerialPort();
  resetClock();
  resetText();
}

/** Brings the devices up to the present tick and tells the CPU whether an interrupt waits. */
export function updateDevices(): void {
  updateTimer();
  const at = machine();
  at.deadline = timerDeadline();
  at.interruptRequest = isInterruptRequested() ? 1 : 0;
}

/** The tick at which a device may wake a CPU that sleeps, or the end of time. Devices are up to date. */
export function wakeDeadline(): u64 {
  return isTimerExhausted() ? u64.MAX_VALUE : machine().deadline;
}
