import { type Endpoint, expose } from 'comlink';
import { MachineService } from '../toolstack/machine-service';

/** Offers a machine as core/machine-api.ts says to whoever speaks through an endpoint: a worker's scope, or a port. */
export function serve(endpoint: Endpoint): void {
  expose(new MachineService(), endpoint);
}
