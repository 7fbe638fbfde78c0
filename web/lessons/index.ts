/** What pages, scripts and tests may use of lessons/: lessons as data, and what their claims come to. Pure, no DOM. */

export { LESSONS } from './catalogue';
export { type CheckedScenario, checkScenarioOf } from './check-lesson';
export { recordTest } from './condition';
export { COURSE, explainTerm, type TaughtLesson } from './course';
export { type EndingWords, endingWords } from './ending-words';
export { factsOf, type MarkerFact, type MomentFact, type ScenarioFacts } from './facts';
export type * from './lesson';
export { machineScenario } from './machine-scenario';
export { progressEntries, progressOn, type ScreenProgress } from './progress';
export { readLesson } from './read-lesson';
export { type RunFacts, type RunMarker, runFacts } from './run-facts';
export { runScenario, type ScenarioRun } from './run-scenario';
export type * from './screen';
export { type SourceChange, sourceChanges, sourcesOf } from './sources';
export { isDone } from './task';
