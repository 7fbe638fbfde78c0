/**
 * The page through which a guest calls: a stub of 32 bytes for each number. Most are `mov eax, number; int 0x82; ret`; iret's saves EAX
 * first and does not return. The rest of the page is INT3. Source: xen@3.2 xen/arch/x86/x86_32/traps.c, hypercall_page_initialise.
 */
import { HYPERCALL_VECTOR, Hypercall } from '../abi/hypercall';
import { PageType, TYPE_SHIFT } from '../abi/page-type';
import { PAGE_SHIFT, PAGE_SIZE, RAM } from '../base/memory-map';
import { touch } from '../mmu/physical';
import { currentDomain } from './domains';
import { getPageAndType, putPageAndType } from './mm/page-type';
import { beginHypercall } from './mm/work';

const STUB_BYTES: u32 = 32;
const PUSH_EAX: u8 = 0x50;
const MOV_EAX: u8 = 0xb8;
const INT: u8 = 0xcd;
const RET: u8 = 0xc3;
const INT3: u8 = 0xcc;

/** Fills a frame of the running domain, by WRMSR of the register that CPUID leaf 0x40000002 names. False if it is not its to write. */
export function fillHypercallPage(frame: u64): bool {
  beginHypercall();
  if (getPageAndType(frame, (<u32>PageType.Writable) << TYPE_SHIFT, currentDomain().domid) < 0) return false;
  const mfn = <u32>frame;
  touch(mfn);
  const page = RAM + ((<usize>mfn) << PAGE_SHIFT);
  memory.fill(page, INT3, PAGE_SIZE);
  for (let number: u32 = 0; number < PAGE_SIZE / STUB_BYTES; number++) writeStub(page + number * STUB_BYTES, number);
  putPageAndType(mfn);
  return true;
}

function writeStub(at: usize, number: u32): void {
  const isIret = number === Hypercall.Iret;
  if (isIret) {
    store<u8>(at, PUSH_EAX);
    at += 1;
  }
  store<u8>(at, MOV_EAX);
  store<u32>(at, number, 1);
  store<u8>(at, INT, 5);
  store<u8>(at, HYPERCALL_VECTOR, 6);
  if (!isIret) store<u8>(at, RET, 7);
}
