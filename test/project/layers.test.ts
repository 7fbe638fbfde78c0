import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';

/** An import that a file of a folder tries: where it stands, and the line. */
interface Attempt {
  file: string;
  line: string;
}

const value = (from: string) => `import { thing } from '${from}';`;
const types = (from: string) => `import type { Thing } from '${from}';`;

/** Every folder, what it may import, and what it must not. Paths are as written in a file of that folder. */
const BORDERS: Record<string, { right: string[]; wrong: string[] }> = {
  'assembly/abi': { right: ['./errno'], wrong: ['../base/bits', '../xen/domain', '../layout/vcpu'] },
  'assembly/isa': { right: ['./op'], wrong: ['../abi/errno', '../cpu/decode'] },
  'assembly/base': { right: ['../abi/errno'], wrong: ['../layout/vcpu', '../mmu/walk', '../isa/op'] },
  'assembly/layout': {
    right: ['../abi/errno', '../base/bits'],
    wrong: ['../trace/trace', '../mmu/tlb', '../xen/time'],
  },
  'assembly/trace': { right: ['../layout/vcpu', '../base/bits'], wrong: ['../mmu/tlb', '../xen/time', '../cpu/run'] },
  'assembly/mmu': { right: ['../trace/trace', '../abi/pte'], wrong: ['../cpu/run', '../xen/mm/frames', '../isa/op'] },
  'assembly/mmu/table': { right: ['../walk', '../../base/bits'], wrong: ['../../cpu/run', '../../xen/time'] },
  'assembly/cpu': { right: ['../mmu/tlb', '../isa/op'], wrong: ['../xen/time', '../pc/pic', '../jit/emit', '../run'] },
  'assembly/cpu/semantics': { right: ['../exec', '../../mmu/tlb'], wrong: ['../../xen/time', '../../xen/mm/frames'] },
  'assembly/jit': { right: ['../cpu/record', '../mmu/tlb'], wrong: ['../xen/time', '../pc/pic'] },
  'assembly/xen': {
    right: ['../mmu/walk', './mm/frames'],
    wrong: ['../cpu/run', '../isa/op', '../jit/emit', '../pc/pic'],
  },
  'assembly/xen/mm': { right: ['../domain', '../../mmu/walk'], wrong: ['../../cpu/run', '../../isa/op'] },
  'assembly/pc': { right: ['../mmu/physical', '../layout/vcpu'], wrong: ['../xen/time', '../cpu/run'] },
  'web/core': {
    right: ['../../assembly/abi/errno', '../../assembly/isa/op', 'comlink'],
    wrong: [
      '../toolstack/elf',
      '../ui/theme',
      '../../assembly/cpu/run',
      '../../assembly/layout/vcpu',
      'lit',
      'node:fs',
    ],
  },
  'web/toolstack': {
    right: ['../core/core', '../backends/console', '../replay/link', '../explain/trace', '../../assembly/abi/errno'],
    wrong: ['../ui/theme', '../app/main', '../cli/main', '../../assembly/xen/time', 'lit', 'comlink', 'node:fs'],
  },
  'web/toolstack/xenstore': {
    right: ['../elf', '../../core/core'],
    wrong: ['../../ui/theme', '../../app/main', 'node:fs'],
  },
  'web/backends/console': {
    right: ['../../core/layout.gen', '../../../assembly/abi/errno'],
    wrong: ['../../toolstack/elf', '../../ui/theme', '../../core/core', '../../../assembly/xen/time', 'node:fs'],
  },
  'web/replay': { right: ['../core/core'], wrong: ['../toolstack/elf', '../ui/theme', '../explain/trace', 'node:fs'] },
  'web/explain': {
    right: ['../../assembly/isa/op', '../../assembly/abi/errno', '../core/layout.gen'],
    wrong: ['../toolstack/elf', '../ui/theme', '../replay/link', '../core/core', '../../assembly/cpu/run', 'lit'],
  },
  'web/ui/rs-trace': {
    right: [
      '../../explain',
      '../../explain/trace',
      '../../replay/link',
      '../rs-list/rs-list',
      '../../core/layout.gen',
      'lit',
    ],
    wrong: [
      '../../toolstack/elf',
      '../../core/core',
      '../../app/main',
      '../../../assembly/abi/errno',
      'comlink',
      'node:fs',
    ],
  },
  'web/lessons': {
    right: [
      '../core/core',
      '../toolstack/elf',
      '../explain',
      '../../assembly/abi/reason',
      '../../tutorials/lesson.json',
    ],
    wrong: ['../ui/theme', '../app/main', '../../assembly/xen/time', 'node:fs', 'lit'],
  },
  'web/cli': { right: ['../core/core', '../toolstack/elf', '../explain/trace', 'node:fs'], wrong: [] },
  'web/app': { right: ['../core/core', '../ui/theme', '../toolstack/elf', 'lit', 'comlink'], wrong: [] },
  'web/embed': { right: ['../core/core', '../ui/theme', 'lit'], wrong: [] },
};

/** One file for each import that is tried. */
const attempts = (kind: 'right' | 'wrong'): Attempt[] =>
  Object.entries(BORDERS).flatMap(([folder, border]) =>
    border[kind].map((from, i) => ({ file: `${folder}/${kind}-${i}.ts`, line: value(from) })),
  );

const wrong = attempts('wrong');
const right = [
  ...attempts('right'),
  { file: 'web/core/serve.ts', line: value('../toolstack/machine-service') },
  { file: 'web/ui/rs-trace/right-type.ts', line: types('../../core/core') },
  { file: 'web/backends/right-type.ts', line: types('../core/core') },
  { file: 'web/explain/right-type.ts', line: types('../core/core') },
];
const cycle: Attempt[] = [
  { file: 'assembly/xen/cycle-a.ts', line: value('./cycle-b') },
  { file: 'assembly/xen/cycle-b.ts', line: value('./cycle-a') },
];

/** One finding of Biome's JSON report, as far as it is read here. */
interface Finding {
  category: string;
  location: { path: string | { file: string } };
}

let folder = '';
let findings: { rule: string; file: string }[] = [];

/** Lints all attempts at once, in a copy of the rules outside the repository. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ringside-layers-'));
  for (const { file, line } of [...right, ...wrong, ...cycle]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const uses = line.includes('{ Thing }') ? 'export type Other = Thing;' : 'export const other = thing;';
    const own = file.includes('cycle') ? 'export const thing = 1;\n' : '';
    writeFileSync(path.join(folder, file), `${line}\n${own}${uses}\n`);
  }
  cpSync(at('biome.json'), path.join(folder, 'biome.json'));
  cpSync(at('scripts/lint'), path.join(folder, 'scripts/lint'), { recursive: true });
  symlinkSync(at('node_modules'), path.join(folder, 'node_modules'), 'junction');
  const args = [
    at('node_modules/@biomejs/biome/bin/biome'),
    'lint',
    '--vcs-enabled=false',
    '--reporter=json',
    '--max-diagnostics=none',
    '.',
  ];
  const options = { cwd: folder, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error) => error);
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { diagnostics: Finding[] };
  findings = report.diagnostics.map(({ category, location }) => ({
    rule: category,
    file: typeof location.path === 'string' ? location.path : location.path.file,
  }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rules about imports that a file breaks. */
const broken = (file: string) =>
  findings.filter((finding) => finding.file === file && /noRestrictedImports|plugin/.test(finding.rule));

test('every folder that has sources has a border here', () => {
  const folders = ['assembly', 'web'].flatMap((top) =>
    readdirSync(at(top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${top}/${name}`),
  );
  const guarded = Object.keys(BORDERS).map((name) => name.split('/').slice(0, 2).join('/'));
  expect(guarded).toEqual(expect.arrayContaining(folders));
});

test.each(wrong)('$file is refused: $line', ({ file }) => {
  expect(broken(file)).not.toEqual([]);
});

test.each(right)('$file is allowed: $line', ({ file }) => {
  expect(broken(file)).toEqual([]);
});

test('a cycle of imports is refused', () => {
  expect(findings.some(({ rule, file }) => rule.endsWith('noImportCycles') && file.includes('cycle'))).toBe(true);
});
