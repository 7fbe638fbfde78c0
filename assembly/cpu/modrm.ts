/** The memory operand of an instruction, as the ModRM and SIB bytes describe it. Intel SDM Vol. 2A, tables 2-1 to 2-3. */
import { Segment } from '../layout/vcpu-state';
import { Fetch } from './fetch';
import { Place } from './place';
import { GeneralRecord } from './record';
import { R } from './register';

/** Registers of 16-bit addresses by rm, as register.ts numbers them: EBX EBX EBP EBP, none none, EBP EBX. */
const BASE_16 = memory.data<u8>([24, 24, 40, 40, 64, 64, 40, 24]);
/** ESI EDI ESI EDI ESI EDI, none none. */
const INDEX_16 = memory.data<u8>([48, 56, 48, 56, 48, 56, 64, 64]);

/** Reads what follows the ModRM byte of a memory operand into the record. Gives its place, Mem or Idx; the segment is the default one. */
export function decodeMemory(record: GeneralRecord): Place {
  return record.addressBytes === 2 ? decodeMemory16(record) : decodeMemory32(record);
}

function decodeMemory32(record: GeneralRecord): Place {
  const mod = record.modrm >> 6;
  let base: u32 = record.modrm & 7;
  let place = Place.Mem;
  record.index = <u8>R.Zero;
  record.scale = 0;
  if (base === 4) {
    const sib = Fetch.byte();
    base = sib & 7;
    if (((sib >> 3) & 7) !== 4) {
      place = Place.Idx;
      record.index = <u8>(((sib >> 3) & 7) << 3);
      record.scale = <u8>(sib >> 6);
    }
  }
  if (mod === 0 && base === 5) {
    record.base = <u8>R.Zero;
    record.disp = Fetch.dword();
    record.segment = <u8>Segment.Ds;
    return place;
  }
  record.base = <u8>(base << 3);
  record.segment = <u8>(base === 4 || base === 5 ? Segment.Ss : Segment.Ds);
  record.disp = mod === 1 ? <u32>(<i32>(<i8>Fetch.byte())) : mod === 2 ? Fetch.dword() : 0;
  return place;
}

function decodeMemory16(record: GeneralRecord): Place {
  const mod = record.modrm >> 6;
  const rm: usize = record.modrm & 7;
  record.scale = 0;
  if (mod === 0 && rm === 6) {
    record.base = <u8>R.Zero;
    record.index = <u8>R.Zero;
    record.disp = Fetch.word();
    record.segment = <u8>Segment.Ds;
    return Place.Idx;
  }
  record.base = load<u8>(BASE_16 + rm);
  record.index = load<u8>(INDEX_16 + rm);
  record.segment = <u8>(record.base === R.Ebp ? Segment.Ss : Segment.Ds);
  record.disp = mod === 1 ? <u32>(<i32>(<i8>Fetch.byte())) : mod === 2 ? Fetch.word() : 0;
  return Place.Idx;
}
