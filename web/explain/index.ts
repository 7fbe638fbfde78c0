/** What the page and the command line may use of explain/: text for instructions, hypercalls, events and refusals. Pure, no DOM. */

export { domidName } from './domid';
export { errnoMeaning, errnoName, isError } from './errno';
export { hypercallName } from './hypercall';
export { hex, padded } from './numbers';
export { pageTypeName } from './page-type';
export {
  type Argument,
  decodeTrace,
  isCall,
  kindName,
  type Outcome,
  type TraceWords,
  traceJson,
  traceLine,
  traceText,
} from './trace';
export { HAS_REASON, IS_PART, type TraceFields } from './trace-fields';
