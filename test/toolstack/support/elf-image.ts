/** A segment of a made-up image. */
export interface MadeSegment {
  paddr: number;
  data: Uint8Array;
  /** Bytes in memory; at least the data's. */
  memory?: number;
  vaddr?: number;
}

/** A made-up image. */
export interface MadeImage {
  entry?: number;
  segments?: MadeSegment[];
  /** Bytes of a PT_NOTE segment. */
  notes?: Uint8Array;
  /** Text of a __xen_guest section. */
  guestString?: string;
  /** Changes the finished file. */
  spoil?: (view: DataView) => void;
}

const HEADER = 52;
const PROGRAM_HEADER = 32;
const SECTION_HEADER = 40;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** One note of the owner "Xen". `size` overrides descsz, for notes that lie about it. */
export function note(type: number, value: number | string, size?: number): Uint8Array {
  const bytes = typeof value === 'number' ? new Uint8Array(new Uint32Array([value]).buffer) : text(`${value}\0`);
  const padded = new Uint8Array((bytes.length + 3) & ~3);
  padded.set(bytes);
  const head = new Uint8Array(new Uint32Array([4, size ?? bytes.length, type]).buffer);
  return Uint8Array.from([...head, ...text('Xen\0'), ...padded]);
}

/** The notes every guest needs, and more. */
export function notes(...more: Uint8Array[]): Uint8Array {
  return Uint8Array.from([note(8, 'generic'), note(5, 'xen-3.0'), ...more].flatMap((bytes) => [...bytes]));
}

/** Numbers of notes as tests name them. */
export const NOTE = {
  entry: 1,
  hypercallPage: 2,
  virtBase: 3,
  paddrOffset: 4,
  xenVersion: 5,
  guestOs: 6,
  loader: 8,
  paeMode: 9,
  features: 10,
  hvStartLow: 12,
  modStartPfn: 16,
  phys32Entry: 18,
} as const;

/** Puts an ELF32 executable together. */
export function elfImage({ entry = 0, segments, notes: noteBytes, guestString, spoil }: MadeImage): Uint8Array {
  const loads = segments ?? [{ paddr: 0, data: new Uint8Array(64), memory: 0x1000 }];
  const count = loads.length + (noteBytes ? 1 : 0);
  let at = HEADER + count * PROGRAM_HEADER;
  const place = (bytes: Uint8Array): number => {
    const offset = at;
    at += bytes.length;
    return offset;
  };
  const headers = loads.map(({ paddr, vaddr, data, memory }) => [
    1,
    place(data),
    vaddr ?? paddr,
    paddr,
    data.length,
    memory ?? data.length,
    7,
    4096,
  ]);
  if (noteBytes) headers.push([4, place(noteBytes), 0, 0, noteBytes.length, noteBytes.length, 4, 4]);
  const names = text('\0__xen_guest\0.shstrtab\0');
  const guest = text(`${guestString}\0`);
  const sections =
    guestString === undefined
      ? []
      : [
          Array<number>(10).fill(0),
          [1, 1, 0, 0, place(guest), guest.length, 0, 0, 1, 0],
          [13, 3, 0, 0, place(names), names.length, 0, 0, 1, 0],
        ];
  const table = at;
  const bytes = new Uint8Array(table + sections.length * SECTION_HEADER);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 3, true);
  view.setUint32(24, entry, true);
  view.setUint32(28, HEADER, true);
  view.setUint32(32, sections.length ? table : 0, true);
  view.setUint16(42, PROGRAM_HEADER, true);
  view.setUint16(44, count, true);
  view.setUint16(46, SECTION_HEADER, true);
  view.setUint16(48, sections.length, true);
  view.setUint16(50, 2, true);
  const writeTable = (rows: readonly number[][], from: number, width: number): void => {
    for (const [i, words] of rows.entries()) {
      for (const [j, word] of words.entries()) view.setUint32(from + i * width + j * 4, word, true);
    }
  };
  writeTable(headers, HEADER, PROGRAM_HEADER);
  writeTable(sections, table, SECTION_HEADER);
  for (const [i, { data }] of loads.entries()) bytes.set(data, headers[i]?.[1]);
  if (noteBytes) bytes.set(noteBytes, headers.at(-1)?.[1]);
  if (sections.length) {
    bytes.set(guest, sections[1]?.[4]);
    bytes.set(names, sections[2]?.[4]);
  }
  spoil?.(view);
  return bytes;
}

/** A PAE guest at VIRT_BASE whose one segment begins a megabyte above it. */
export function paeGuest(virtBase = 0xc0000000, memory = 0x5000, ...more: Uint8Array[]): Uint8Array {
  const start = virtBase + 0x100000;
  return elfImage({
    segments: [{ paddr: start, data: new Uint8Array(64).fill(0x90), memory }],
    notes: notes(
      note(NOTE.paeMode, 'yes'),
      note(NOTE.virtBase, virtBase),
      note(NOTE.paddrOffset, virtBase),
      note(NOTE.entry, start),
      ...more,
    ),
  });
}
