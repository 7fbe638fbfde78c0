import { expose } from 'comlink';
import { MachineService } from '../toolstack/machine-service';

/** A worker holds one machine and offers it as core/machine-api.ts says. */
expose(new MachineService());
