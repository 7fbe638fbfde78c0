/** console_io: the emergency console, domain 0's alone. Source: xen/drivers/char/console.c, do_console_io; xsm_console_io. */
import { ConsoleOp } from '../abi/console-op';
import { Errno } from '../abi/errno';
import { SCRATCH } from '../base/memory-map';
import { charge, isOverdue } from './charge';
import { consoleRun, consoleRunAddress, consoleTake } from './console-input';
import { putByte } from './console-ring';
import { continueWith } from './continuation';
import { currentDomain } from './domains';
import { fetch, put } from './guest';

/** Bytes taken at a time. Source: SERIAL_BUF chunk of guest_console_write. */
const CHUNK: u32 = 128;

/** Hypercall 18. Errors: -EPERM for ordinary domains, -ENOSYS, -EFAULT, -E2BIG. Reading answers how many bytes it took. */
export function consoleIo(command: u32, count: u32, buffer: u32): i32 {
  if (!currentDomain().privileged) return -Errno.EPERM;
  if (command === ConsoleOp.Read) return read(count, buffer);
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

/** Takes what was typed, at most `count` bytes: at most two runs of the ring. */
function read(count: u32, buffer: u32): i32 {
  if (count > <u32>i32.MAX_VALUE) return -Errno.E2BIG;
  let done: u32 = 0;
  for (let bytes = consoleRun(count); bytes !== 0; bytes = consoleRun(count - done)) {
    if (!put(buffer + done, consoleRunAddress(), bytes)) return -Errno.EFAULT;
    consoleTake(bytes);
    done += bytes;
    charge(bytes);
  }
  return done;
}
