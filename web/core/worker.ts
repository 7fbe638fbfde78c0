import type { Endpoint } from 'comlink';
import { serve } from './serve';

// A worker holds one machine. `self` may also be a port: see scripts/vite/machine-program.mjs. No one library knows both kinds of scope.
serve(self as unknown as Endpoint);
