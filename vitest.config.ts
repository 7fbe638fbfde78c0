import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { at } from './scripts/lib/paths.mjs';
import { lanes } from './scripts/vite/lanes.mjs';
import { lessonText } from './scripts/vite/lesson-text.mjs';

/** Folders of test/ whose tests are a project of their own; a long time-out, because they run whole guests. */
const GROUPS = ['modes', 'fuzz', 'guests'];

/** What the projects share: the release wasm, built once before the first test. */
const common = { environment: 'node', globalSetup: at('scripts/lib/vitest-setup.mjs') } as const;

const groups = GROUPS.map((name) => ({
  plugins: [lanes('node'), lessonText()],
  test: { ...common, name, include: [`test/${name}/**/*.test.ts`], testTimeout: 120_000 },
}));

const units = {
  plugins: [lanes('node'), lessonText()],
  test: {
    ...common,
    name: 'units',
    include: ['test/**/*.test.ts'],
    exclude: [...GROUPS, 'browser'].map((name) => `test/${name}/**`),
    testTimeout: 20_000,
  },
};

export default defineConfig({ test: { projects: [units, ...groups], maxWorkers: availableParallelism() } });
