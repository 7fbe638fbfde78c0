// @ts-check
// Drives WebKitGTK, the engine of Safari, by WebDriver: JSON over HTTP.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What the tests ask of a browser.
 *
 * @typedef {object} Browser
 * @property {(url: string) => Promise<unknown>} open goes to a page and waits until it is loaded
 * @property {(script: string) => Promise<any>} evaluate the value that a function body returns in the page
 * @property {() => Promise<void>} close ends it
 */

const START_MS = 20_000;
const MINI_BROWSERS = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** Sends one request and unpacks the answer. Throws what the driver says went wrong. */
async function ask(/** @type {string} */ url, /** @type {string} */ method, /** @type {object} */ body = {}) {
  const options = method === 'DELETE' ? { method } : { method, body: JSON.stringify(body) };
  const { value } = await (await fetch(url, options)).json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** Opens a session as soon as the driver listens. */
async function openSession(/** @type {string} */ driver, /** @type {string} */ miniBrowser) {
  const options = { binary: miniBrowser, args: ['--automation'] };
  const alwaysMatch = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options };
  for (const started = Date.now(); ; await sleep(200)) {
    try {
      return await ask(`${driver}/session`, 'POST', { capabilities: { alwaysMatch } });
    } catch (error) {
      if (Date.now() - started > START_MS) throw error;
    }
  }
}

/**
 * Starts WebKit's small browser. It needs a display; Xvfb will do.
 *
 * @param {string} binary WebKitWebDriver
 * @returns {Promise<Browser>}
 */
export async function openWebKit(binary) {
  const port = 30000 + (process.pid % 10000);
  const quiet = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  // As root the sandbox cannot start; the variable's name is WebKit's own warning.
  const asRoot = process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {};
  const env = { ...process.env, ...quiet, ...asRoot };
  const child = spawn(binary, [`--port=${port}`], { stdio: 'ignore', env });
  const driver = `http://127.0.0.1:${port}`;
  const { sessionId } = await openSession(driver, process.env.RINGSIDE_MINIBROWSER ?? MINI_BROWSERS);
  const session = `${driver}/session/${sessionId}`;
  return {
    open: (url) => ask(`${session}/url`, 'POST', { url }),
    evaluate: (script) => ask(`${session}/execute/sync`, 'POST', { script, args: [] }),
    close: async () => {
      await ask(session, 'DELETE').catch(() => undefined);
      child.kill();
    },
  };
}
