import { Refused } from '../core/refused';
import { hex, type KernelImage, XEN_HOLE_START } from './kernel-image';
import { planTables, TABLE_FORMATS, type TablePlan } from './table-format';

const PAGE = 4096;
const FOUR_MEGABYTES = 4 << 20;
/** Free space that the boot tables map behind everything else. */
const PADDING_PAGES = (512 << 10) / PAGE;

/** A run of pages of the new domain. `vaddr` is where the boot tables map it. */
export interface PageRun {
  pfn: number;
  pages: number;
  vaddr: number;
}

/** Where everything of a new domain stands. */
export interface DomainLayout {
  image: KernelImage;
  /** Pages of the domain. */
  pages: number;
  kernel: PageRun;
  /** Absent without a ramdisk; `vaddr` then is 0 when the guest wants it unmapped. */
  ramdisk?: PageRun;
  p2m: PageRun;
  startInfo: PageRun;
  /** Absent for domain 0, which has neither. */
  xenstore?: PageRun;
  console?: PageRun;
  tables: TablePlan;
  stack: PageRun;
  /** First address that the boot tables do not map. */
  mappedEnd: number;
}

/** What the layout depends on beside the image. */
export interface LayoutOptions {
  pages: number;
  ramdiskBytes: number;
  dom0: boolean;
}

/** Hands out consecutive pages from VIRT_BASE on. */
class Cursor {
  private next = 0;
  constructor(readonly virtBase: number) {}

  get vaddr(): number {
    return this.virtBase + this.next * PAGE;
  }

  get pfn(): number {
    return this.next;
  }

  take(pages: number): PageRun {
    const run = { pfn: this.next, pages, vaddr: this.vaddr };
    this.next += pages;
    return run;
  }
}

const pagesFor = (bytes: number): number => Math.ceil(bytes / PAGE);

/** Finds how far the boot tables must reach so that they map themselves, the stack and the padding. Source: alloc_pgtables_pv. */
function placeTables(image: KernelImage, cursor: Cursor): { tables: TablePlan; mappedEnd: number } {
  const format = TABLE_FORMATS[image.format];
  const extra = 1 + PADDING_PAGES;
  for (let wanted = extra; ; ) {
    const reach = cursor.vaddr + wanted * PAGE;
    const mappedEnd = Math.floor(reach / FOUR_MEGABYTES) * FOUR_MEGABYTES + FOUR_MEGABYTES;
    if (mappedEnd > XEN_HOLE_START[image.format]) {
      throw new Refused(
        `The image and its ramdisk would reach up to ${hex(mappedEnd)}, but Xen begins at ` +
          `${hex(XEN_HOLE_START[image.format])}: use a lower VIRT_BASE or a smaller ramdisk.`,
      );
    }
    const tables = planTables(format, image.virtBase, mappedEnd - 1, cursor.pfn);
    wanted = tables.count + extra;
    if (cursor.vaddr + wanted * PAGE <= mappedEnd) return { tables, mappedEnd };
  }
}

/** Refuses a domain too small for its kernel. */
function checkSize(layout: DomainLayout, virtBase: number): void {
  const unmapped = layout.ramdisk?.vaddr === 0 ? layout.ramdisk.pages : 0;
  const needed = (layout.mappedEnd - virtBase) / PAGE + unmapped;
  if (needed <= layout.pages) return;
  const mib = (pages: number): number => Math.ceil((pages * PAGE) / (1 << 20));
  throw new Refused(
    `The domain's ${mib(layout.pages)} MiB are too few: kernel, ramdisk and boot page tables need ${mib(needed)} MiB. Give it more memory.`,
  );
}

/**
 * Lays a new domain out, in the order of Xen's own builder: kernel, ramdisk, p2m, start info, xenstore page, console page, boot page
 * tables, boot stack, padding to the next 4 MB. Pseudo-physical page n stands at VIRT_BASE + n pages.
 *
 * Errors: Refused when the domain is too small or would reach into Xen. Source: tools/libs/guest/xg_dom_core.c, xc_dom_build_image.
 */
export function planDomain(image: KernelImage, { pages, ramdiskBytes, dom0 }: LayoutOptions): DomainLayout {
  const cursor = new Cursor(image.virtBase);
  cursor.take((image.start - image.virtBase) / PAGE);
  const kernel = cursor.take(pagesFor(image.end - image.start));
  const unmapped = image.notes.unmappedRamdisk;
  const mapped = ramdiskBytes > 0 && !unmapped ? cursor.take(pagesFor(ramdiskBytes)) : undefined;
  const p2m = cursor.take(pagesFor(pages * 4));
  const startInfo = cursor.take(1);
  const rings = dom0 ? {} : { xenstore: cursor.take(1), console: cursor.take(1) };
  const { tables, mappedEnd } = placeTables(image, cursor);
  cursor.take(tables.count);
  const stack = cursor.take(1);
  const after = { pfn: (mappedEnd - image.virtBase) / PAGE, pages: pagesFor(ramdiskBytes), vaddr: 0 };
  const ramdisk = mapped ?? (ramdiskBytes > 0 ? after : undefined);
  const layout = {
    image,
    pages,
    kernel,
    ...(ramdisk && { ramdisk }),
    p2m,
    startInfo,
    ...rings,
    tables,
    stack,
    mappedEnd,
  };
  checkSize(layout, image.virtBase);
  return layout;
}

/** What the builder did, a sentence a line, for a person who watches. */
export function describeLayout(layout: DomainLayout, mfnOf: (pfn: number) => number): string[] {
  const { image, tables, startInfo, p2m, stack, kernel, ramdisk } = layout;
  const at = (run: PageRun): string => `${hex(run.vaddr)} (pfn ${hex(run.pfn)}, mfn ${hex(mfnOf(run.pfn))})`;
  const through = image.notes.source === 'notes' ? 'Xen notes' : '__xen_guest section';
  return [
    `Read the image's ${through}: ${image.notes.guestOs || 'a guest'} for ${image.notes.xenVersion}, ${image.format === 'pae' ? 'PAE' : '2-level'} page tables, VIRT_BASE ${hex(image.virtBase)}.`,
    `Gave the domain ${layout.pages} pages; page n of its pseudo-physical memory is mapped at ${hex(image.virtBase)} + n * 4096.`,
    `Loaded the kernel to ${hex(image.start)}-${hex(image.end)}, ${kernel.pages} pages from pfn ${hex(kernel.pfn)} on.`,
    ...(ramdisk
      ? [
          ramdisk.vaddr === 0
            ? `Put the ramdisk at pfn ${hex(ramdisk.pfn)}, unmapped, as the image asks.`
            : `Put the ramdisk at ${at(ramdisk)}.`,
        ]
      : []),
    `Wrote the p2m, the list of its machine frames, at ${at(p2m)}.`,
    `Wrote start_info at ${at(startInfo)}.`,
    ...(layout.xenstore && layout.console
      ? [
          `Set aside the xenstore ring at ${at(layout.xenstore)} and the console ring at ${at(layout.console)}, and granted both to domain 0.`,
        ]
      : []),
    `Built ${tables.count} boot page tables at ${at({ pfn: tables.firstPfn, pages: tables.count, vaddr: image.virtBase + tables.firstPfn * PAGE })}, mapped read-only; everything else up to ${hex(layout.mappedEnd)} is writable.`,
    ...(image.hypercallPage === undefined ? [] : [`Filled the hypercall page at ${hex(image.hypercallPage)}.`]),
    `Pinned the top table and set the boot stack to end at ${hex(stack.vaddr + PAGE)}.`,
    `vCPU 0 starts at ${hex(image.entry)} in ring 1 with ESI pointing at start_info.`,
  ];
}
