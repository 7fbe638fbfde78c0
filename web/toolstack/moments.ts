import type { MachineStatus, Moment } from '../core/machine-api';
import type { MemoryQuestion } from '../core/memory-picture';
import type { VcpuView } from '../core/vcpu-view';
import type { Machine } from './machine';

/** Bytes shown before and after the instruction pointer. */
const [CODE_BEFORE, CODE_AFTER] = [64, 192];
/** Most console bytes in one moment: a page shows no more of a flood. */
const CONSOLE_BYTES = 0x10000;

/** The word the stack pointer names; 0 where nothing is mapped. */
function topOfStack(vcpu: VcpuView, esp: number): number {
  const bytes = vcpu.read(esp, 4);
  return bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}

/** What moments tell of. */
export interface Asked {
  /** Of memory. */
  question?: MemoryQuestion | undefined;
  /** The domain whose console and processor they show; whichever ran last, and the first one's console, if left out. */
  domid?: number | undefined;
}

/** Draws moments of a machine, each with what its console showed since the one before. */
export class MomentMaker {
  private told = 0;

  /** The next moment tells the console from its beginning. */
  restart(): void {
    this.told = 0;
  }

  /** One consistent picture of the machine, with what was asked of its memory. */
  make(machine: Machine, epoch: number, status: MachineStatus, { question, domid }: Asked): Moment {
    const { text } = machine.consoleOf(domid);
    const vcpu = machine.look(domid);
    const registers = vcpu.registers();
    const start = Math.max(0, registers.eip - CODE_BEFORE);
    const before = vcpu.read(start, registers.eip - start);
    const whole = before.length === registers.eip - start;
    const address = whole ? start : registers.eip;
    const { total } = text;
    const { from, bytes } = text.since(Math.max(this.told, total - CONSOLE_BYTES));
    this.told = total;
    return {
      epoch,
      position: machine.position,
      status,
      registers,
      hash: machine.hash,
      code: { address, bytes: vcpu.read(address, registers.eip - address + CODE_AFTER) },
      returnsTo: topOfStack(vcpu, registers.esp),
      console: { domid: domid ?? machine.platform.domid, total, from, bytes },
      domains: machine.domains,
      traced: machine.trace.next,
      ...(question && { memory: vcpu.picture(question, machine.checked.scenario.bare ?? false) }),
    };
  }
}
