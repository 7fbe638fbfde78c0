// @ts-check
// Drives Firefox by Marionette, the protocol its own WebDriver server speaks: JSON over TCP, each message behind its
// length. Playwright cannot drive a distribution's Firefox, and this needs no package.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 30_000;
/** Firefox picks a free port and writes it into its profile; nothing is fetched in the background. */
const PREFERENCES = [
  'user_pref("marionette.port", 0);',
  'user_pref("app.normandy.enabled", false);',
  'user_pref("services.settings.server", "data:,");',
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
].join('\n');

/** Waits for the port that a starting Firefox writes down. */
async function portOf(/** @type {string} */ profile) {
  const file = path.join(profile, 'MarionetteActivePort');
  for (const started = Date.now(); Date.now() - started < START_MS; await sleep(100)) {
    if (existsSync(file) && readFileSync(file, 'utf8')) return Number(readFileSync(file, 'utf8'));
  }
  throw new Error(`Firefox did not start within ${START_MS / 1000} s.`);
}

/** One connection: commands are numbered, and answered in any order. */
class Connection {
  /** @type {Map<number, { resolve: (value: any) => void, reject: (why: Error) => void }>} */
  #waiting = new Map();
  #received = Buffer.alloc(0);
  #last = 0;
  #socket;

  constructor(/** @type {number} */ port) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (bytes) => this.#receive(bytes));
    this.#socket.on('error', (error) => {
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /** Sends a command and waits for its answer. Throws what Firefox says went wrong. */
  send(/** @type {string} */ command, /** @type {object} */ parameters = {}) {
    const id = ++this.#last;
    const message = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(message)}:${message}`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  close() {
    this.#socket.destroy();
  }

  #receive(/** @type {Buffer} */ bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (let colon = this.#received.indexOf(':'); colon > 0; colon = this.#received.indexOf(':')) {
      const end = colon + 1 + Number(this.#received.toString('latin1', 0, colon));
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', colon + 1, end));
      this.#received = this.#received.subarray(end);
      if (Array.isArray(message)) this.#settle(message);
    }
  }

  #settle(/** @type {any[]} */ [, id, error, result]) {
    const { resolve, reject } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  }
}

/**
 * Starts a Firefox without a window.
 *
 * @param {string} binary
 * @returns {Promise<import('./web-driver.mjs').Browser>}
 */
export async function openFirefox(binary) {
  const profile = mkdtempSync(path.join(tmpdir(), 'ringside-firefox-'));
  writeFileSync(path.join(profile, 'user.js'), PREFERENCES);
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile];
  const child = spawn(binary, args, { stdio: 'ignore', env: { ...process.env, HOME: profile } });
  const connection = new Connection(await portOf(profile));
  await connection.send('WebDriver:NewSession');
  return {
    open: (url) => connection.send('WebDriver:Navigate', { url }),
    evaluate: async (script) => (await connection.send('WebDriver:ExecuteScript', { script, args: [] })).value,
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      connection.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => child.kill());
      await ended;
      connection.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
