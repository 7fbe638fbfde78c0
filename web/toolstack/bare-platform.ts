import { ConsoleBackend } from '../backends/console/console-backend';
import { SerialLine } from '../backends/console/serial-line';
import type { Core } from '../core/core';
import { PcEnd, PcState, VCPU, VcpuState, XEN } from '../core/layout.gen';
import type { StateObject } from '../core/state-object';
import { bootMultiboot } from './multiboot';
import type { GuestEnd, Listeners, Platform } from './platform';
import type { CheckedBare } from './scenario';

/** EFLAGS.IF. */
const INTERRUPTS_ENABLED = 0x200;

/** A kernel on the hardware alone: COM1 is its console. */
export class BarePlatform implements Platform {
  readonly domid = 0;
  readonly domains = [];
  private readonly serial: ConsoleBackend;
  readonly objects: readonly StateObject[];
  readonly lines: readonly string[];

  constructor(
    private readonly core: Core,
    { scenario, image }: CheckedBare,
    { shown }: Listeners,
  ) {
    const { name, commandLine, ramdisk } = scenario;
    this.lines = bootMultiboot(core, {
      image,
      commandLine: commandLine ? `${name} ${commandLine}` : name,
      modules: ramdisk ? [{ bytes: ramdisk, commandLine: 'ramdisk' }] : [],
    });
    this.serial = new ConsoleBackend(new SerialLine(core), (bytes) => shown(bytes, this.domid));
    this.objects = [this.serial];
  }

  serve(): boolean {
    return this.serial.serve();
  }

  console(): ConsoleBackend {
    return this.serial;
  }

  type(_: number, bytes: Uint8Array): void {
    this.serial.type(bytes);
  }

  /** There is no toolstack here. */
  command(): void {}

  picture(): [] {
    return [];
  }

  end(): GuestEnd | undefined {
    const { ended, exitStatus } = new PcState(this.core.memory, XEN);
    if (ended === PcEnd.Running) return this.isStuck() ? STUCK : undefined;
    if (ended === PcEnd.Reset) return { orderly: true, reason: 'The guest reset the machine.' };
    if (ended === PcEnd.DebugExit) {
      const value = exitStatus >>> 1;
      return {
        orderly: value === 0,
        reason: `The guest ended the machine through its debug-exit port, with ${value}.`,
      };
    }
    return { orderly: false, reason: 'The machine shut down: an exception could not be delivered (triple fault).' };
  }

  /** Does it sleep with interrupts off? There is nothing else on this machine that wakes it. */
  private isStuck(): boolean {
    const { halted, systemFlags } = new VcpuState(this.core.memory, VCPU);
    return halted !== 0 && (systemFlags & INTERRUPTS_ENABLED) === 0;
  }
}

const STUCK: GuestEnd = { orderly: true, reason: 'The guest halted the machine: it sleeps with interrupts off.' };
