import { homeOf } from './path';
import { Access, type Permission } from './permissions';
import type { XenstoreServer } from './server';

/** What the toolstack writes into the store about a new domain. */
export interface DomainEntry {
  domid: number;
  name: string;
  uuid: string;
  /** KiB. */
  memory: number;
  vcpus: number;
  image: string;
  commandLine: string;
  ramdisk: boolean;
  store: { port: number; mfn: number };
  console: { port: number; mfn: number };
}

/** xenconsoled's limit on what it keeps of a console, in bytes. */
const CONSOLE_LIMIT = 1 << 20;

/** Nodes below the domain's directory that it may change itself. */
const ITS_OWN = [
  'device/suspend/event-channel',
  'control/shutdown',
  'control/feature-poweroff',
  'control/feature-reboot',
  'control/feature-suspend',
  'control/sysrq',
  'data',
  'drivers',
  'feature',
  'attr',
  'error',
];

/** What the domain reads about itself once it is built. */
function description(entry: DomainEntry): [string, string][] {
  const cpus = Array.from({ length: entry.vcpus }, (_, i): [string, string] => [`cpu/${i}/availability`, 'online']);
  return [
    ['control/platform-feature-multiprocessor-suspend', '1'],
    ['control/platform-feature-xs_reset_watches', '1'],
    ['memory/static-max', `${entry.memory}`],
    ['memory/target', `${entry.memory}`],
    ['memory/videoram', '0'],
    ['domid', `${entry.domid}`],
    ['store/port', `${entry.store.port}`],
    ['store/ring-ref', `${entry.store.mfn}`],
    ...cpus,
  ];
}

/** The console's two halves: the domain's, which it may read, and the back end's. */
function writeConsole(server: XenstoreServer, entry: DomainEntry, shared: readonly Permission[]): void {
  const front = `${homeOf(entry.domid)}/console`;
  const back = `${homeOf(0)}/backend/console/${entry.domid}/0`;
  const pairs: [string, string][] = [
    ['backend', back],
    ['backend-id', '0'],
    ['limit', `${CONSOLE_LIMIT}`],
    ['type', 'xenconsoled'],
    ['output', 'pty'],
    ['tty', ''],
    ['port', `${entry.console.port}`],
    ['ring-ref', `${entry.console.mfn}`],
  ];
  server.write(front, '', shared);
  for (const [name, value] of pairs) server.write(`${front}/${name}`, value, shared);
  server.write(back, '', shared);
  const backPairs = { frontend: front, 'frontend-id': `${entry.domid}`, online: '1', state: '1', protocol: 'vt100' };
  for (const [name, value] of Object.entries(backPairs)) server.write(`${back}/${name}`, value);
}

/**
 * Writes what xl writes for a new PV domain, with the same owners and rights. Source: tools/libs/light/libxl_create.c,
 * libxl__domain_make; libxl_dom.c, libxl__build_post; libxl_console.c, libxl__device_console_add.
 */
export function writeDomainTree(server: XenstoreServer, entry: DomainEntry): void {
  const { domid } = entry;
  const shared: Permission[] = [
    { domid: 0, access: Access.None, ignored: false },
    { domid, access: Access.Read, ignored: false },
  ];
  const own: Permission[] = [{ domid, access: Access.None, ignored: false }];
  const home = homeOf(domid);
  const vm = `/vm/${entry.uuid}`;
  server.addDomain(domid);
  for (const directory of [home, vm]) server.write(directory, '', shared);
  server.write(`${home}/vm`, vm);
  server.write(`${home}/name`, entry.name);
  for (const directory of ['cpu', 'memory', 'device', 'control']) server.write(`${home}/${directory}`, '', shared);
  for (const name of ITS_OWN) server.write(`${home}/${name}`, '', own);
  for (const [name, value] of description(entry)) server.write(`${home}/${name}`, value);
  const machine: [string, string][] = [
    ['uuid', entry.uuid],
    ['name', entry.name],
    ['image/ostype', 'linux'],
    ['image/kernel', entry.image],
    ...(entry.ramdisk ? [['image/ramdisk', 'ramdisk'] as [string, string]] : []),
    ...(entry.commandLine ? [['image/cmdline', entry.commandLine] as [string, string]] : []),
  ];
  for (const [name, value] of machine) server.write(`${vm}/${name}`, value);
  writeConsole(server, entry, shared);
}

/** Removes what was written about a domain that is gone. Source: tools/libs/light/libxl_domain.c, libxl__destroy_domid. */
export function removeDomainTree(server: XenstoreServer, domid: number, uuid: string): void {
  for (const path of [`${homeOf(0)}/backend/console/${domid}`, homeOf(domid), `/vm/${uuid}`]) server.remove(path);
}
