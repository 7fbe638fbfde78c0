/** What the page and the command line may use of explain/: text for instructions, hypercalls, events and refusals. Pure, no DOM. */

export { hypercallName } from './hypercall';
export { padded } from './numbers';
export {
  type Argument,
  decodeTrace,
  isCall,
  type Outcome,
  type TraceWords,
  traceJson,
  traceLine,
  traceText,
} from './trace';
export { isInterrupted, isPart, isRefused, type TraceFields, takesRequests } from './trace-fields';
