import { TraceEvent } from '../../assembly/abi/trace-event';
import { TraceRecord } from '../../web/core/layout.gen';
import type {
  Condition,
  DomainCommand,
  InputEvent,
  MachineApi,
  MachineInfo,
  MachineStatus,
  Mark,
  Moment,
  Place,
  Position,
  Refusal,
  Registers,
  Scenario,
  StepUnit,
  TraceChunk,
  Writing,
} from '../../web/core/machine-api';
import type { MemoryPicture, MemoryQuestion } from '../../web/core/memory-picture';
import type { StepRecord } from '../../web/core/step-record';

/** Fields of a record that a test cares about; the rest is 0. */
export type RecordFields = Partial<Omit<TraceRecord, 'memory' | 'at'>>;

/** Raw trace records, as the core writes them. */
export function traceRecords(list: readonly RecordFields[], firstOrdinal = 0): Uint8Array {
  const bytes = new Uint8Array(list.length * TraceRecord.SIZE);
  const view = new DataView(bytes.buffer);
  list.forEach((fields, i) => {
    const record = new TraceRecord(view, i * TraceRecord.SIZE);
    Object.assign(record, { ordinal: firstOrdinal + i, kind: TraceEvent.Hypercall, ...fields });
  });
  return bytes;
}

const REGISTERS: Registers = {
  eax: 0,
  ecx: 0,
  edx: 0,
  ebx: 0,
  esp: 0xc0108ff0,
  ebp: 0xc0108ff8,
  esi: 0,
  edi: 0,
  eip: 0xc0100000,
  eflags: 0x202,
  cs: 0xe019,
  ss: 0xe021,
  ds: 0xe021,
  es: 0xe021,
  fs: 0,
  gs: 0,
  cr0: 0x8005003b,
  cr2: 0,
  cr3: 0x1000n,
  cr4: 0x20,
  cpl: 1,
  domid: 1,
  vcpu: 0,
};

/** A machine of no substance that answers as a real one does: what it is told to write it writes, a step is one instruction of one byte. */
export class FixtureMachine implements MachineApi {
  status: MachineStatus = { state: 'paused' };
  position: Position = { count: 0n, tick: 0n };
  registers: Registers = { ...REGISTERS };
  records: RecordFields[] = [];
  typed: number[] = [];
  epoch = 0;
  /** Chunks asked for that have not been answered, at most. */
  mostInFlight = 0;
  private inFlight = 0;
  question: MemoryQuestion | undefined;
  private text = new Uint8Array();
  /** Console bytes told by answers and to the watcher: two streams that overtake one another, so each tells everything. */
  private readonly told = { answers: 0, pushes: 0 };
  private watcher: ((moment: Moment) => void) | undefined;

  async boot(): Promise<{ ready: true } | Refusal> {
    return { ready: true };
  }

  async create(scenario: Scenario): Promise<MachineInfo | Refusal> {
    if (scenario.image.length === 0) return { refused: 'The file is empty. Choose a kernel.' };
    this.epoch++;
    this.position = { count: 0n, tick: 0n };
    this.text = new Uint8Array();
    this.forget();
    this.records = [];
    this.status = { state: 'paused' };
    return {
      epoch: this.epoch,
      domid: 1,
      profile: 'xen-4.17',
      format: 'pae',
      imageHash: '0'.repeat(64),
      semantics: 1,
      entry: 0xc0100000,
      builder: [],
    };
  }

  /** The guest writes. */
  print(text: string): void {
    const added = new TextEncoder().encode(text);
    const all = new Uint8Array(this.text.length + added.length);
    all.set(this.text);
    all.set(added, this.text.length);
    this.text = all;
  }

  /** The watcher hears of the moment. */
  announce(): void {
    this.watcher?.(this.now('pushes'));
  }

  /** The moment, with the console bytes that were not told yet. */
  now(stream: 'answers' | 'pushes' = 'answers'): Moment {
    const from = this.told[stream];
    this.told[stream] = this.text.length;
    return {
      epoch: this.epoch,
      position: { ...this.position },
      status: this.status,
      registers: { ...this.registers },
      hash: this.position.count.toString(16).padStart(16, '0'),
      code: { address: 0xc0100000, bytes: new Uint8Array(64).fill(0x90) },
      returnsTo: 0,
      console: { domid: this.registers.domid, total: this.text.length, from, bytes: this.text.slice(from) },
      domains: [],
      traced: this.records.length,
      ...(this.question && { memory: this.picture(this.question) }),
    };
  }

  /** Memory without any page table, and one frame, used once more with every step. */
  private picture(question: MemoryQuestion): MemoryPicture {
    const uses = { typeCount: Number(this.position.count), totalCount: Number(this.position.count) };
    const frame = { mfn: 7, owner: 1, type: 7, pinned: false, validated: true, linearCount: 0, ...uses };
    return { question, walk: { address: question.address ?? 0, format: 'none', steps: [] }, frames: [frame] };
  }

  private forget(): void {
    this.told.answers = 0;
    this.told.pushes = 0;
  }

  async run(): Promise<Moment> {
    this.status = { state: 'running' };
    return this.now();
  }

  async pause(): Promise<Moment> {
    this.status = { state: 'paused' };
    return this.now();
  }

  async step(_unit: StepUnit, times = 1): Promise<Moment | Refusal> {
    if (this.status.state === 'ended') return { refused: 'The domain has ended. Start it again.' };
    this.status = { state: 'paused' };
    this.position = { count: this.position.count + BigInt(times), tick: this.position.tick + BigInt(times) };
    this.registers = { ...this.registers, eip: this.registers.eip + times, eax: this.registers.eax + times };
    return this.now();
  }

  async runTo(condition: Condition): Promise<Moment | Refusal> {
    return 'record' in condition ? this.now() : { refused: 'Only to records.' };
  }

  async marks(): Promise<Mark[]> {
    return [];
  }

  async whoWrote(maddr: number, bytes: number): Promise<Writing | Refusal> {
    if (maddr < 0) return { refused: 'There is nothing.' };
    const position = { count: 0n, tick: 0n };
    return { position, by: 'builder', before: new Uint8Array(bytes), after: new Uint8Array(bytes) };
  }

  async explain(): Promise<StepRecord | Refusal> {
    return { refused: 'Nothing steps here.' };
  }

  async seek(place: Place): Promise<Moment | Refusal> {
    this.epoch++;
    this.position = { tick: place.count, ...place };
    this.forget();
    return this.now();
  }

  async type(bytes: Uint8Array): Promise<void> {
    this.typed.push(...bytes);
  }

  async command(domid: number, command: DomainCommand): Promise<Moment | Refusal> {
    return { refused: `Domain ${domid} does not ${command}.` };
  }

  async show(domid: number | undefined): Promise<Moment | Refusal> {
    this.registers.domid = domid ?? 1;
    this.epoch++;
    this.forget();
    return this.now();
  }

  async moment(): Promise<Moment> {
    return this.now();
  }

  async trace(from: number, limit: number): Promise<TraceChunk> {
    this.inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const { epoch } = this;
    await Promise.resolve();
    this.inFlight--;
    return { epoch, from, records: traceRecords(this.records.slice(from, from + limit), from) };
  }

  async observe(question: MemoryQuestion | undefined): Promise<Moment> {
    this.question = question;
    return this.now();
  }

  async read(): Promise<Uint8Array> {
    return new Uint8Array();
  }

  async inputs(): Promise<InputEvent[]> {
    return [];
  }

  async watch(changed: (moment: Moment) => void): Promise<void> {
    this.watcher = changed;
  }
}
