// What the benchmarks drive, in one bundle: the machine as the command line and the worker have it.
export { images, wasmSource } from 'virtual:ringside';
export { loadCore } from '../web/core/load';
export { builtInScenario } from '../web/toolstack/catalogue';
export { Machine } from '../web/toolstack/machine';
export { MachineService } from '../web/toolstack/machine-service';
