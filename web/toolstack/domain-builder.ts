import type { SharedPage } from '../core/core';
import type { ProfileName } from '../core/machine-api';
import { Refused } from '../core/refused';
import type { DomainControl } from './control';
import { type DomainLayout, describeLayout, type PageRun, planDomain } from './domain-layout';
import {
  ASSIST_PAE_EXTENDED_CR3,
  COMMAND_LINE_BYTES,
  ContextFlag,
  FlatSelector,
  GUEST_CONTEXT,
  GUEST_CONTEXT_BYTES,
  ReservedGrant,
  START_INFO,
  StartFlag,
  USER_REGS,
} from './guest-abi';
import { writeHypercallPage } from './hypercall-page';
import type { KernelImage } from './kernel-image';
import { fillTables, topFlags } from './table-format';

const PAGE = 4096;
const INTERRUPTS_ENABLED = 1 << 9;
const DR6_DEFAULT = 0xffff0ff0;
const DR7_DEFAULT = 0x400;

/** What a domain is built from. */
export interface DomainOrder {
  image: KernelImage;
  /** MiB. */
  memory: number;
  vcpus: number;
  commandLine: string;
  profile: ProfileName;
  dom0: boolean;
  ramdisk?: Uint8Array;
}

/** An event channel and ring between a domain and a back end. */
export interface Channel {
  mfn: number;
  guestPort: number;
  /** The control plane's own port. */
  port: number;
}

/** A domain that stands, paused before its first instruction. */
export interface BuiltDomain {
  domid: number;
  layout: DomainLayout;
  /** The machine frame of each of its pages. */
  frames: Uint32Array;
  store?: Channel;
  console?: Channel;
  /** What was done, a sentence a line. */
  lines: string[];
}

/** Its memory while it is built: pages by pfn, and which machine frame each is. */
class Pages {
  readonly mfns: Uint32Array;

  constructor(
    private readonly control: DomainControl,
    count: number,
  ) {
    this.mfns = control.allocate(count);
  }

  mfn(pfn: number): number {
    return this.mfns[pfn] as number;
  }

  shared(pfn: number): SharedPage {
    return this.control.core.page(this.mfn(pfn));
  }

  page(pfn: number): DataView {
    return this.shared(pfn).view;
  }

  /** Copies bytes to consecutive pages, from an offset into the first on. */
  copy(bytes: Uint8Array, pfn: number, offset: number): void {
    for (let done = 0; done < bytes.length; ) {
      const [page, within] = [pfn + Math.floor((offset + done) / PAGE), (offset + done) % PAGE];
      const part = bytes.subarray(done, done + PAGE - within);
      this.shared(page).bytes.set(part, within);
      done += part.length;
    }
  }

  /** Tells the core which pages changed. */
  touched(run: { pfn: number; pages: number }): void {
    for (let pfn = run.pfn; pfn < run.pfn + run.pages; pfn++) this.shared(pfn).touched();
  }
}

/** Text with a NUL behind it, as Latin-1. */
function writeText(view: DataView, offset: number, text: string, room: number): void {
  const cut = text.slice(0, room - 1);
  for (let i = 0; i < cut.length; i++) view.setUint8(offset + i, cut.charCodeAt(i));
}

/** Copies the image's pieces and the ramdisk, and fills the hypercall page. */
function loadImage(layout: DomainLayout, pages: Pages, ramdisk: Uint8Array | undefined): void {
  const { image } = layout;
  for (const { vaddr, offset, fileSize } of image.pieces) {
    const bytes = image.elf.bytes.subarray(offset, offset + fileSize);
    pages.copy(bytes, layout.kernel.pfn, vaddr - layout.kernel.vaddr);
  }
  if (image.hypercallPage !== undefined) {
    writeHypercallPage(pages.shared((image.hypercallPage - image.virtBase) / PAGE).bytes);
  }
  if (ramdisk && layout.ramdisk) {
    pages.copy(ramdisk, layout.ramdisk.pfn, 0);
    pages.touched(layout.ramdisk);
  }
  pages.touched(layout.kernel);
}

/** Writes the p2m: one frame number a page. */
function writeP2m(layout: DomainLayout, pages: Pages): void {
  const list = new Uint8Array(pages.mfns.length * 4);
  const view = new DataView(list.buffer);
  for (const [pfn, mfn] of pages.mfns.entries()) view.setUint32(pfn * 4, mfn, true);
  pages.copy(list, layout.p2m.pfn, 0);
  pages.touched(layout.p2m);
}

/** Writes start_info. Source: tools/libs/guest/xg_dom_x86.c, start_info_x86_32; xen/arch/x86/pv/dom0_build.c. */
function writeStartInfo(order: DomainOrder, domain: BuiltDomain, pages: Pages, sharedInfo: number): void {
  const { layout, store, console } = domain;
  const view = pages.page(layout.startInfo.pfn);
  const word = (offset: number, value: number): void => view.setUint32(offset, value >>> 0, true);
  const flags = order.dom0 ? StartFlag.Privileged | StartFlag.InitDomain | StartFlag.PowerManagement : 0;
  const unmapped = layout.ramdisk?.vaddr === 0 ? StartFlag.ModStartPfn : 0;
  writeText(view, START_INFO.magic, layout.tables.format.magic, 32);
  word(START_INFO.nrPages, layout.pages);
  word(START_INFO.sharedInfo, sharedInfo * PAGE);
  word(START_INFO.flags, flags | unmapped);
  word(START_INFO.storeMfn, store?.mfn ?? 0);
  word(START_INFO.storePort, store?.guestPort ?? 0);
  word(START_INFO.consoleMfn, console?.mfn ?? 0);
  word(START_INFO.consolePort, console?.guestPort ?? 0);
  word(START_INFO.ptBase, order.image.virtBase + layout.tables.firstPfn * PAGE);
  word(START_INFO.nrPtFrames, layout.tables.count);
  word(START_INFO.mfnList, layout.p2m.vaddr);
  if (layout.ramdisk && order.ramdisk) {
    word(START_INFO.modStart, unmapped ? layout.ramdisk.pfn : layout.ramdisk.vaddr);
    word(START_INFO.modLen, unmapped ? layout.ramdisk.pages * PAGE : order.ramdisk.length);
  }
  writeText(view, START_INFO.commandLine, order.commandLine, COMMAND_LINE_BYTES);
  pages.touched(layout.startInfo);
}

/** The registers of vCPU 0. Source: tools/libs/guest/xg_dom_x86.c, vcpu_x86_32. */
export function firstContext(layout: DomainLayout, topMfn: number): Uint8Array {
  const { image, stack, startInfo } = layout;
  const context = new Uint8Array(GUEST_CONTEXT_BYTES);
  const view = new DataView(context.buffer);
  const word = (offset: number, value: number): void => view.setUint32(offset, value >>> 0, true);
  const register = (offset: number, value: number): void => word(GUEST_CONTEXT.userRegs + offset, value);
  const stackTop = stack.vaddr + PAGE;
  word(GUEST_CONTEXT.flags, ContextFlag.InKernel | ContextFlag.Online);
  register(USER_REGS.eip, image.entry);
  register(USER_REGS.esi, startInfo.vaddr);
  register(USER_REGS.esp, stackTop);
  register(USER_REGS.eflags, INTERRUPTS_ENABLED);
  register(USER_REGS.cs, FlatSelector.Code);
  for (const selector of ['ss', 'ds', 'es', 'fs', 'gs'] as const) register(USER_REGS[selector], FlatSelector.Data);
  word(GUEST_CONTEXT.kernelSs, FlatSelector.Data);
  word(GUEST_CONTEXT.kernelSp, stackTop);
  // Frame numbers above 20 bits wrap into the low bits, so that PAE guests can name frames above 4 GB.
  word(GUEST_CONTEXT.ctrlreg + 3 * 4, (topMfn << 12) | (topMfn >>> 20));
  word(GUEST_CONTEXT.debugreg + 6 * 4, DR6_DEFAULT);
  word(GUEST_CONTEXT.debugreg + 7 * 4, DR7_DEFAULT);
  word(GUEST_CONTEXT.vmAssist, image.format === 'pae' && image.extendedCr3 ? ASSIST_PAE_EXTENDED_CR3 : 0);
  return context;
}

/** A ring's page and event channel. */
function openRing(control: DomainControl, pages: Pages, run: PageRun, ref: ReservedGrant): Channel {
  const channel = { mfn: pages.mfn(run.pfn), ...control.openChannel() };
  control.grant(ref, channel.mfn);
  return channel;
}

/**
 * Builds a domain and leaves it paused before its first instruction: memory, kernel, boot page tables, start_info, rings, vCPU 0.
 *
 * Errors: Refused when the kernel does not fit the domain, or when Xen refuses a step.
 */
export function buildDomain(control: DomainControl, order: DomainOrder): BuiltDomain {
  const { image, dom0 } = order;
  if (order.commandLine.length >= COMMAND_LINE_BYTES) {
    throw new Refused(
      `The kernel's command line has ${order.commandLine.length} characters; start_info holds ${COMMAND_LINE_BYTES - 1}.`,
    );
  }
  const count = (order.memory << 20) / PAGE;
  const layout = planDomain(image, { pages: count, ramdiskBytes: order.ramdisk?.length ?? 0, dom0 });
  control.create(count, order.profile, image.format, order.vcpus);
  const pages = new Pages(control, count);
  const domain: BuiltDomain = { domid: control.domid, layout, frames: pages.mfns, lines: [] };
  if (layout.xenstore) domain.store = openRing(control, pages, layout.xenstore, ReservedGrant.Xenstore);
  if (layout.console) domain.console = openRing(control, pages, layout.console, ReservedGrant.Console);
  loadImage(layout, pages, order.ramdisk);
  writeP2m(layout, pages);
  writeStartInfo(order, domain, pages, control.sharedInfoFrame());
  fillTables(layout.tables, image.virtBase, layout.mappedEnd - 1, pages, topFlags(layout.tables.format, order.profile));
  pages.touched({ pfn: layout.tables.firstPfn, pages: layout.tables.count });
  const top = pages.mfn(layout.tables.firstPfn);
  control.pin(top, layout.tables.levels.length);
  control.setContext(0, firstContext(layout, top));
  domain.lines = describeLayout(layout, (pfn) => pages.mfn(pfn));
  return domain;
}
