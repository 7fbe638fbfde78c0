import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PAGE_BYTES, packFiles } from '../../scripts/lib/packed-files.mjs';
import { at } from '../../scripts/lib/paths.mjs';
import { carriedFiles, carriedImages } from '../../scripts/vite/carried-files.mjs';
import { imagesAmong, unpackFiles } from '../../web/toolstack/packed-files';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const manifest = JSON.parse(readFileSync(at('tutorials/images/manifest.json'), 'utf8')) as {
  guests: Record<string, { image: string }>;
};
const bytesOf = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);
const page = (value: number): Uint8Array => new Uint8Array(PAGE_BYTES).fill(value);
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Unpacks what was packed, noting which packs were asked for. */
function unpacked({ index, packs }: ReturnType<typeof packFiles>) {
  const asked: number[] = [];
  const files = unpackFiles(index, async (pack) => {
    asked.push(pack);
    return new Uint8Array(packs[pack] as Buffer);
  });
  return { files, asked };
}

describe.each(['together', 'by use'] as const)('packed %s', (how) => {
  test('every image comes out as the manifest says, every other file as it lies there', async () => {
    const { files } = unpacked(packFiles(carriedFiles('all'), how));
    const images = imagesAmong(files);
    expect(Object.keys(images)).toEqual(carriedImages('all').map(({ name }) => name));
    for (const [name, read] of Object.entries(images)) {
      expect(sha256(await read()), name).toBe(manifest.guests[name]?.image);
    }
    for (const [path, read] of Object.entries(files)) {
      expect(Buffer.compare(await read(), readFileSync(at(path))), path).toBe(0);
    }
  });

  test('files of no bytes, of one, of a page and of a page and one come out whole', async () => {
    const contents = { none: bytesOf(), one: bytesOf(7), page: page(1), more: join(page(1), bytesOf(2)) };
    const { files } = unpacked(
      packFiles(
        Object.entries(contents).map(([path, bytes]) => ({ path, bytes })),
        how,
      ),
    );
    for (const [path, bytes] of Object.entries(contents)) expect(await files[path]?.()).toEqual(bytes);
  });
});

test('a page is packed once, however many files have it, or one file twice', () => {
  const { index, packs } = packFiles(
    [
      { path: 'a', bytes: join(page(1), page(2), page(1)) },
      { path: 'b', bytes: join(page(2), page(3)) },
    ],
    'together',
  );
  expect(inflateRawSync(packs[0] as Buffer).length).toBe(3 * PAGE_BYTES);
  expect(index.files).toMatchObject({
    a: [3 * PAGE_BYTES, expect.any(String), [0, 1, 0]],
    b: [2 * PAGE_BYTES, expect.any(String), [1, 2]],
  });
});

test('packed by use, a file asks for the packs of its own pages only, each once', async () => {
  const { files, asked } = unpacked(
    packFiles(
      [
        { path: 'a', bytes: join(page(1), page(2)) },
        { path: 'b', bytes: join(page(2), page(3)) },
        { path: 'c', bytes: page(4) },
      ],
      'by use',
    ),
  );
  await files.a?.();
  expect(asked).toHaveLength(2);
  await files.b?.();
  await files.a?.();
  expect(asked).toHaveLength(3);
});

test('a pack that was changed on its way is refused; one that did not come is asked for again', async () => {
  const { index, packs } = packFiles([{ path: 'a', bytes: page(1) }], 'together');
  const other = packFiles([{ path: 'a', bytes: page(2) }], 'together').packs;
  await expect(unpackFiles(index, async () => new Uint8Array(other[0] as Buffer)).a?.()).rejects.toThrow(
    'did not arrive',
  );
  let tries = 0;
  const files = unpackFiles(index, async () => {
    if (tries++ === 0) throw new Error('away');
    return new Uint8Array(packs[0] as Buffer);
  });
  await expect(files.a?.()).rejects.toThrow('away');
  expect(await files.a?.()).toEqual(page(1));
});

test('the element carries the images of the lessons and hello, and their sources', () => {
  const paths = carriedFiles('lessons').map(({ path }) => path);
  expect(paths).toContain('tutorials/images/hello.elf');
  expect(paths).toContain('tutorials/images/recursive-writable-slot-2-level.elf');
  expect(paths).toContain('tutorials/images/recursive-writable-slot-2-level.lines.json');
  expect(paths).toContain('tutorials/02-memory/01-recursive-map/guest/pmap.c');
  expect(paths.filter((path) => /xenstore.elf|images.test/.test(path))).toEqual([]);
});
