#!/usr/bin/env node
// @ts-check
// Finds or gets the Chromium that the browser tests drive, and prints its path.
import { ensureChromium } from './lib/chromium.mjs';

try {
  console.log(`browser: ${ensureChromium()}`);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
