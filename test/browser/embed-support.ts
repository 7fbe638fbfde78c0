import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Frame, type Page } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';

/** One page or file of a server: its text, and headers beside its type. */
export interface Served {
  body: string;
  headers?: Record<string, string>;
}

/** A script tag for the element, classic. */
export const SCRIPT = '<script src="ringside-demo.iife.js"></script>';
/** The moment the lesson begins with. */
export const REFUSAL = 'scenario="writable-slot/2-level/xen-3.2" at="#pin-refused"';

/** A whole page around a body. */
export const pageOf = (body: string, script = SCRIPT): string =>
  `<!doctype html><html lang="en"><title>Slides</title><link rel="icon" href="data:,">${script}<body>${body}`;

/** A web server on a loopback port of its own: an origin that is not the site's. It has the element's scripts, and these pages. */
export async function serve(pages: Record<string, Served>): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string;
    const page = pages[path];
    if (page) response.writeHead(200, { 'content-type': 'text/html', ...page.headers }).end(page.body);
    else if (/^\/ringside-demo(?:\.iife)?\.js$/.test(path))
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(at(`dist${path}`)));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** What goes wrong where nobody looks. */
export function troubles(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  return found;
}

/** The element as scripts see it. */
export interface Demo extends HTMLElement {
  state: string;
  count: bigint | undefined;
  hash: string | undefined;
  run(): Promise<void>;
  pause(): Promise<void>;
  seek(place: string): Promise<boolean>;
  nextMarker(): Promise<boolean>;
  prevMarker(): Promise<boolean>;
  permalink(): Promise<string>;
  step(unit?: string, times?: number): Promise<void>;
  back(unit?: string, times?: number): Promise<void>;
}

/** Where an element's machine is. */
export interface Where {
  state: string;
  count: number | undefined;
  hash: string | undefined;
}

/** Where the machine of an element is. */
export const where = (page: Page | Frame, selector = 'ringside-demo'): Promise<Where> =>
  page.locator(selector).evaluate((element) => {
    const { state, count, hash } = element as Demo;
    return { state, count: count === undefined ? undefined : Number(count), hash };
  });

/** Waits until it stands at a count. */
export async function standsAt(page: Page | Frame, count: number, selector = 'ringside-demo'): Promise<void> {
  await expect.poll(() => where(page, selector), { timeout: 20_000 }).toMatchObject({ count, state: 'paused' });
}
