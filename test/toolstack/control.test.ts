import { beforeEach, describe, expect, it } from 'vitest';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { Core } from '../../web/core/core';
import { MmState, TRACE_RECORD_BYTES, TraceRecord, XEN_MM } from '../../web/core/layout.gen';
import { traceText } from '../../web/explain';
import { DomainControl } from '../../web/toolstack/control';
import { coreModule } from '../support/machine';

const module = coreModule();
let core: Core;
let one: DomainControl;
let free: number;

const freeFrames = (): number => new MmState(core.memory, XEN_MM).freeFrames;

/** What the control plane asked for since the last look, in words. */
function asked(): string[] {
  const texts: string[] = [];
  core.drainTrace((bytes) => {
    for (let at = 0; at < bytes.length; at += TRACE_RECORD_BYTES) {
      const record = new TraceRecord(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at);
      if (record.kind === TraceEvent.Control) texts.push(traceText(record).replace('control plane ', ''));
    }
  });
  return texts;
}

beforeEach(() => {
  core = Core.create(module, 16, false);
  core.exports.setTracing(1);
  free = freeFrames();
  one = new DomainControl(core, 1);
  one.create(64, 'xen-4.17', 'pae', 1);
});

describe('the control interface', () => {
  it('tells everything it is asked in the trace', () => {
    const [mfn] = one.allocate(8) as unknown as [number];
    const { guestPort, port } = one.openChannel();
    one.grant(8, mfn);
    const granted = one.mapGrant(8, true);
    one.send(port);
    granted.release();
    for (const command of ['pause', 'unpause', 'destroy'] as const) expect(one.ask(command)).toBe(0);
    expect(granted.mfn).toBe(mfn);
    expect(asked()).toEqual([
      'create domain (domain=d1, pages=64, profile=xen-4.17, format=pae) = 0',
      'set number of vCPUs (domain=d1, vcpus=1) = 0',
      `allocate port (domain=d1, remote=d0) = port ${guestPort}`,
      `bind port (domain=d1, remote_port=${guestPort}) = port ${port}`,
      `fill in grant (domain=d1, ref=8, frame=mfn 0x${mfn.toString(16)}, to=d0) = 0`,
      'map grant (domain=d1, ref=8, writable=true) = handle 0',
      `send event (port=${port}) = 0`,
      'unmap grant (handle=0) = 0',
      'pause domain (domain=d1) = 0',
      'unpause domain (domain=d1) = 0',
      'destroy domain (domain=d1) = 0',
    ]);
    expect(freeFrames()).toBe(free);
  });

  it('tells what is refused as well, with the error', () => {
    one.allocate(1);
    asked();
    const nobody = new DomainControl(core, 9);
    const { exports } = core;
    const refused: [number, string][] = [
      [exports.domainCreate(1, 8, 4, 1), 'create domain (domain=d1, pages=8, profile=xen-4.17, format=pae) = -EEXIST'],
      [exports.domainCreate(0x7ff0, 8, 4, 1), 'create domain (domain=DOMID_SELF, pages=8, '],
      [exports.domainCreate(2, 8, 77, 1), 'create domain (domain=d2, pages=8, profile=77, format=pae) = -EINVAL'],
      [exports.domainMaxVcpus(1, 99), 'set number of vCPUs (domain=d1, vcpus=99) = -EINVAL'],
      [exports.domainSetWeight(1, 0), 'set weight (domain=d1, weight=0) = -EINVAL'],
      [exports.domainPinTable(1, 0xffffff, 3), 'pin table (domain=d1, table=mfn 0xffffff, level=3) = -E'],
      [exports.domainAllocPage(9, 0), 'allocate page (domain=d9, pfn=0x0) = -ESRCH (no such domain or remote end)'],
      [exports.vcpuSetContext(1, 7), 'set vCPU context (domain=d1, vcpu=7) = -ENOENT'],
      [exports.eventBind(1, 5), 'bind port (domain=d1, remote_port=5) = -EINVAL'],
      [exports.eventBind(1, 5000), 'bind port (domain=d1, remote_port=5000) = -EINVAL'],
      [exports.eventSend(5000), 'send event (port=5000) = -EINVAL'],
      [exports.eventClose(7), 'close port (port=7) = -EINVAL'],
      [exports.grantMap(1, 8, 1), 'map grant (domain=d1, ref=8, writable=true) = -EACCES'],
      [exports.grantMap(9, 8, 0), 'map grant (domain=d9, ref=8, writable=false) = -ESRCH'],
      [exports.grantUnmap(4000000), 'unmap grant (handle=4000000) = -EINVAL'],
      [nobody.ask('destroy'), 'destroy domain (domain=d9) = -ESRCH'],
      [new DomainControl(core, 0).ask('pause'), 'pause domain (domain=d0) = -ESRCH'],
    ];
    expect(refused.filter(([result]) => result >= 0)).toEqual([]);
    const texts = asked();
    expect(texts.map((text, i) => text.startsWith(refused[i]?.[1] ?? 'nothing'))).toEqual(refused.map(() => true));
    expect(() => nobody.mapGrant(8, true)).toThrow("Xen refused to map page 8 of domain 9's grants (ESRCH).");
    expect(core.exports.audit()).toBe(0);
  });

  it('keeps a page that it uses by a grant when the domain goes, and only that', () => {
    const [mfn] = one.allocate(8) as unknown as [number];
    one.grant(8, mfn);
    core.exports.grantPrefill(1, 9, 0xffffff, 0);
    expect(() => one.mapGrant(9, false)).toThrow('EACCES');
    expect(() => one.mapGrant(10, false)).toThrow('EACCES');
    const { page, release } = one.mapGrant(8, true);
    page.view.setUint32(0, 0x600d, true);
    expect(one.ask('destroy')).toBe(0);
    expect(one.inspect()).toMatchObject({ domid: 1, totPages: 1 });
    expect(page.view.getUint32(0, true)).toBe(0x600d);
    expect(core.exports.audit()).toBe(0);
    release();
    expect(one.inspect()).toBeUndefined();
    expect(freeFrames()).toBe(free);
    expect(core.exports.audit()).toBe(0);
  });
});
