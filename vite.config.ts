import { defineConfig, type UserConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { at } from './scripts/lib/paths.mjs';
import { ascii } from './scripts/vite/ascii.mjs';
import { entryPages } from './scripts/vite/entry-pages.mjs';
import { lanes } from './scripts/vite/lanes.mjs';
import { lessonText } from './scripts/vite/lesson-text.mjs';
import { licences } from './scripts/vite/licences.mjs';
import { wasm } from './scripts/vite/wasm.mjs';

/** What every build shares. Paths are relative so that the result works under any sub-path. */
const common: UserConfig = {
  root: at('web/app'),
  base: './',
  server: { fs: { allow: [at('.')] } },
};

/** A static site of many files: dist/site. */
const site = (): UserConfig => ({
  ...common,
  worker: { format: 'es', plugins: () => [licences('site-worker')] },
  plugins: [wasm(), lessonText(), lanes('site'), licences('site')],
  build: { outDir: at('dist/site'), emptyOutDir: true, rolldownOptions: { input: entryPages() } },
});

/** The whole site as one page that opens from file://: dist/ringside.html. A worker made from a blob must be classic. */
const single = (): UserConfig => ({
  ...common,
  publicDir: false,
  plugins: [
    wasm(),
    lessonText(),
    lanes('single'),
    viteSingleFile({ removeViteModuleLoader: true }),
    licences('single'),
  ],
  build: { outDir: at('build/single'), emptyOutDir: true, chunkSizeWarningLimit: 4096 },
});

/** The element for other people's pages: one module without imports, dist/ringside-demo.js, and the same as a classic script, .iife.js. */
const element = (): UserConfig => ({
  ...common,
  publicDir: false,
  plugins: [wasm(), lessonText(), lanes('element'), ascii(), licences('element')],
  build: {
    outDir: at('build/element'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 4096,
    lib: {
      entry: at('web/embed/ringside-demo.ts'),
      formats: ['es', 'iife'],
      name: 'Ringside',
      fileName: (format) => (format === 'es' ? 'ringside-demo.js' : 'ringside-demo.iife.js'),
    },
    rolldownOptions: { output: { codeSplitting: false, minify: true, comments: { legal: true } } },
  },
});

/** The command line for Node: dist/cli. */
const cli = (): UserConfig => ({
  ...common,
  publicDir: false,
  plugins: [wasm(), lessonText(), lanes('node'), licences('cli')],
  ssr: { noExternal: true },
  build: {
    outDir: at('dist/cli'),
    emptyOutDir: true,
    ssr: at('web/cli/main.ts'),
    ssrEmitAssets: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'ringside.mjs', codeSplitting: false } },
  },
});

const builds: Record<string, () => UserConfig> = { single, element, cli };

export default defineConfig(({ mode }) => (builds[mode] ?? site)());
