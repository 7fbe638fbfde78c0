/** console_io: the emergency console, domain 0's alone. Source: xen/drivers/char/console.c, do_console_io; xsm_console_io. */
import { ConsoleOp } from '../abi/console-op';
import { Errno } from '../abi/errno';
import { SCRATCH } from '../base/memory-map';
import { charge, isOverdue } from './charge';
import { putByte } from './console-ring';
import { continueWith } from './continuation';
import { currentDomain } from './domains';
import { fetch } from './guest';

/** Bytes taken at a time. Source: SERIAL_BUF chunk of guest_console_write. */
const CHUNK: u32 = 128;

/** Hypercall 18. Errors: -EPERM for ordinary domains, -ENOSYS, -EFAULT. Reading finds nothing. */
export function consoleIo(command: u32, count: u32, buffer: u32): i32 {
  if (!currentDomain().privileged) return -Errno.EPERM;
  if (command === ConsoleOp.Read) return 0;
  if (command !== ConsoleOp.Write) return -Errno.ENOSYS;
  for (let done: u32 = 0; done < count; done += CHUNK) {
    if (isOverdue()) return continueWith(command, count - done, buffer + done);
    const bytes = min(CHUNK, count - done);
    if (!fetch(SCRATCH, buffer + done, bytes)) return -Errno.EFAULT;
    for (let i: u32 = 0; i < bytes; i++) putByte(load<u8>(SCRATCH + i));
    charge(bytes);
  }
  return 0;
}
