import { describe, expect, it } from 'vitest';
import type { ProfileName, Scenario } from '../../web/core/machine-api';
import type { BuiltDomain } from '../../web/toolstack/domain-builder';
import { START_INFO } from '../../web/toolstack/guest-abi';
import type { GuestDomain } from '../../web/toolstack/guest-domain';
import type { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario, watched } from '../support/machine';

const module = coreModule();
const PROFILES: ProfileName[] = ['2002-11', '2003-01', '2004-02', 'xen-3.2', 'xen-4.17', 'xen-4.17-nolinear'];

/** The domain of a machine under Xen. */
const builtBy = (machine: Machine): BuiltDomain => (machine.platform.domains[0] as GuestDomain).built;

/** Boots hello to its end; answers its console. */
function boot(what: Scenario): string {
  const { machine, text } = watched(module, { ...what, script: 'Ada' });
  expect(runTo(machine)).toBe('ended');
  expect(machine.status).toEqual({ state: 'ended', orderly: true, reason: 'The guest shut down.' });
  return text();
}

describe('hello boots', () => {
  const wanted = boot(scenario('hello'));

  it.each([8, 9, 64, 200, 1016])('with %d MB', (memory) => {
    expect(boot(scenario('hello', { memory }))).toBe(wanted);
  });

  it.each(['hello-low', 'hello-middle'])('linked elsewhere: %s', (name) => {
    expect(boot(scenario(name))).toBe(wanted);
  });

  it.each(PROFILES)('under the rules of %s', (profile) => {
    const version = profile.startsWith('xen-4') ? '4.17' : '3.2';
    expect(boot(scenario('hello', { profile }))).toBe(wanted.replace('under Xen 4.17', `under Xen ${version}`));
  });

  it('with a ramdisk, a command line and several vCPUs', () => {
    const ramdisk = new TextEncoder().encode('contents of a ramdisk');
    const text = boot(scenario('hello', { ramdisk, commandLine: 'a=1 b', vcpus: 8, ram: 1024 }));
    expect(text).toContain(`ramdisk: ${ramdisk.length} bytes`);
    expect(text).toContain('command line: "a=1 b"');
  });

  it('as domain 0, with neither ring', () => {
    const { machine, text } = watched(module, scenario('hello', { dom0: true }));
    expect(builtBy(machine)).toMatchObject({ domid: 0 });
    expect(builtBy(machine).console).toBeUndefined();
    runTo(machine, { shown: () => text().includes('name?') });
    expect(text()).toContain('xenstore: none');
  });

  it('as domain 0, which reads what is typed on the console of Xen', () => {
    const what = scenario('hello', { dom0: true, script: 'wait name?\nAda' });
    const { machine, text } = watched(module, what);
    expect(runTo(machine)).toBe('ended');
    expect(machine.status).toMatchObject({ orderly: true });
    expect(text()).toContain('Pleased to meet you, Ada.');
    const { script: _script, ...plain } = what;
    const again = watched(module, { ...plain, inputs: machine.inputs.all });
    again.machine.core.exports.setStepping(1);
    runTo(again.machine, {}, 997);
    expect([again.text(), again.machine.position, again.machine.hash]).toEqual([
      text(),
      machine.position,
      machine.hash,
    ]);
  });

  it('as domain 0, typed more than the console of Xen holds', () => {
    const name = 'x'.repeat(1000);
    const ends = [31, 997, 2_000_000].map((slice) => {
      const { machine, text } = watched(module, scenario('hello', { dom0: true, script: name }));
      const stops = [150_000n, 180_000n].map((count) => [runTo(machine, { count }, slice), machine.hash]);
      expect(runTo(machine, {}, slice)).toBe('ended');
      expect(text()).toMatch(/Pleased to meet you, x+\./);
      return [stops, machine.position, machine.hash];
    });
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });
});

it('start_info says what xl says', () => {
  const { machine } = watched(module, scenario('hello', { commandLine: 'quiet' }));
  const { layout, store, console } = builtBy(machine);
  const p2m = machine.core.page(builtBy(machine).frames[layout.p2m.pfn] as number).view;
  const page = machine.core.page(builtBy(machine).frames[layout.startInfo.pfn] as number);
  const word = (offset: number): number => page.view.getUint32(offset, true);
  const text = new TextDecoder().decode(page.bytes);
  expect(text.slice(0, 16)).toBe('xen-3.0-x86_32p\0');
  expect(text.slice(START_INFO.commandLine, START_INFO.commandLine + 6)).toBe('quiet\0');
  expect([store?.guestPort, console?.guestPort]).toEqual([1, 2]);
  const said = [START_INFO.storeMfn, START_INFO.storePort, START_INFO.consoleMfn, START_INFO.consolePort].map(word);
  expect(said).toEqual([store?.mfn, 1, console?.mfn, 2]);
  expect(word(START_INFO.nrPages)).toBe(64 * 256);
  expect(word(START_INFO.flags)).toBe(0);
  expect(word(START_INFO.ptBase)).toBe(0xc0000000 + layout.tables.firstPfn * 4096);
  expect(word(START_INFO.nrPtFrames)).toBe(layout.tables.count);
  expect(word(START_INFO.mfnList)).toBe(layout.p2m.vaddr);
  expect(p2m.getUint32(0, true)).toBe(builtBy(machine).frames[0]);
});

it('frames never differ from page numbers by a constant', () => {
  const { machine } = watched(module, scenario('hello'));
  const differences = new Set(Array.from(builtBy(machine).frames, (mfn, pfn) => mfn - pfn));
  expect(differences.size).toBeGreaterThan(1000);
  expect(new Set(builtBy(machine).frames).size).toBe(64 * 256);
});
