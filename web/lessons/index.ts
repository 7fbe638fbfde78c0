/** What pages, scripts and tests may use of lessons/: lessons as data, and what their claims come to. Pure, no DOM. */

export { LESSONS } from './catalogue';
export { type CheckedScenario, checkScenarioOf } from './check-lesson';
export { recordTest } from './condition';
export { type EndingWords, endingWords } from './ending-words';
export type * from './lesson';
export { readLesson } from './read-lesson';
export { machineScenario, runScenario, type ScenarioRun } from './run-scenario';
export { type SourceChange, sourceChanges, sourcesOf } from './sources';
