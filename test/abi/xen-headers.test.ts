import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ENUMS, type EnumNames, NUMBERS, STRUCTS, type StructNames } from './header-names';

/** The public headers of Xen, where Debian's libxen-dev puts them. */
const HEADERS = '/usr/include/xen/xen.h';

/** A C file that compiles for x86_32 exactly if all that is asserted holds. What only tools may ask for counts too. */
const PRELUDE = `
#include <stdint.h>
#include <stddef.h>
#define __XEN_INTERFACE_VERSION__ 0x00040e00
#define __XEN_TOOLS__ 1
#include <xen/xen.h>
#include <xen/callback.h>
#include <xen/elfnote.h>
#include <xen/event_channel.h>
#include <xen/features.h>
#include <xen/grant_table.h>
#include <xen/memory.h>
#include <xen/physdev.h>
#include <xen/sched.h>
#include <xen/vcpu.h>
#include <xen/version.h>
#include <xen/errno.h>
`;

/** Whether this machine can be asked: it has the headers, and a compiler for x86_32. */
function canAsk(): boolean {
  try {
    if (!existsSync(HEADERS)) return false;
    compile('int x;');
    return true;
  } catch {
    return false;
  }
}

/** Compiles; throws what the compiler says. */
function compile(source: string): void {
  const args = ['-m32', '-fsyntax-only', '-x', 'c', '-'];
  execFileSync('gcc', args, { input: source, encoding: 'utf8', stdio: ['pipe', 'ignore', 'pipe'] });
}

/** What a compiler finds wrong, a line each; none: all holds. */
function wrong(assertions: readonly string[]): string[] {
  try {
    compile(PRELUDE + assertions.join('\n'));
    return [];
  } catch (error) {
    const { stderr } = error as { stderr: string };
    return stderr.split('\n').filter((line) => line.includes('error:'));
  }
}

const assertion = (expression: string, value: number): string =>
  `_Static_assert((${expression}) == ${value}, "${expression.replaceAll('"', '')} is not ${value}");`;

/** `MmuUpdate` as `mmu_update`. */
const snake = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

function ofEnum({ members, prefix, upper = false, named = {}, negative = false }: EnumNames): string[] {
  const numbers = Object.entries(members).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return numbers.flatMap(([member, value]) => {
    const derived = prefix + (upper ? snake(member).toUpperCase() : snake(member));
    const spelled = named[member] ?? derived;
    return spelled === '' ? [] : [assertion(spelled, negative ? -value : value)];
  });
}

function ofStruct({ struct, fields, base = 0, named, size }: StructNames): string[] {
  const offsets = Object.entries(named).map(([ours, theirs]) => {
    const offset = fields[ours];
    if (offset === undefined) throw new Error(`${struct}: we have no field ${ours}.`);
    return assertion(`offsetof(${struct}, ${theirs})`, base + offset);
  });
  return [...offsets, ...(size === undefined ? [] : [assertion(`sizeof(${struct})`, size)])];
}

describe.skipIf(!canAsk())('Xen’s public headers agree with', () => {
  test.each(ENUMS)('$what', (names) => {
    const assertions = ofEnum(names);
    expect(assertions.length).toBeGreaterThan(1);
    expect(wrong(assertions)).toEqual([]);
  });

  test.each(STRUCTS)('$struct', (names) => {
    expect(wrong(ofStruct(names))).toEqual([]);
  });

  test('single numbers', () => {
    expect(wrong(NUMBERS.map(([value, spelled]) => assertion(spelled, value)))).toEqual([]);
  });

  test('nothing that is wrong', () => {
    expect(wrong([assertion('DOMID_SELF', 1)])).toHaveLength(1);
    expect(wrong([assertion('offsetof(struct vcpu_info, time)', 31)])).toHaveLength(1);
    expect(wrong([assertion('NO_SUCH_NAME', 1)]).length).toBeGreaterThan(0);
  });
});
