import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../../scripts/lib/fingerprint.mjs';
import { at, ROOT } from '../../scripts/lib/paths.mjs';
import { elfImages, FORBIDDEN } from './forbidden';

/** Everything that belongs to the repository: what git knows or would add, or without git all but what is built. */
function repository(): string[] {
  try {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
    const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return listed.split('\n').filter((file) => file && existsSync(at(file)));
  } catch {
    return filesOf(['.'], (file) => !/^(build|dist|node_modules)\//.test(file));
  }
}

describe('the repository', () => {
  test.each(FORBIDDEN)('does not mention $what', ({ is }) => {
    expect(repository().filter((file) => is(readFileSync(at(file), 'latin1')))).toEqual([]);
  });

  test('holds no package of Debian and no image of GRUB', () => {
    const isDebian = (file: string) => {
      const bytes = readFileSync(at(file));
      return (
        bytes.toString('latin1', 0, 8) === '!<arch>\n' || elfImages(bytes).some((image) => /GRUB|Debian/.test(image))
      );
    };
    expect(repository().filter(isDebian)).toEqual([]);
  });
});

/** An entry of a lock file, as far as it is read here. */
interface Locked {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

describe.each(['package-lock.json', 'tutorials/package-lock.json'])('%s', (file) => {
  const { packages } = JSON.parse(readFileSync(at(file), 'utf8')) as { packages: Record<string, Locked> };

  test('leaves the choice of a registry to the user', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([]);
  });

  // npm leaves out what its registry does not have, and then refuses its own lock file.
  test('names the packages of every platform', () => {
    const optional = Object.values(packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    expect(optional.filter((name) => !packages[`node_modules/${name}`])).toEqual([]);
  });
});
