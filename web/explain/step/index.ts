/** Text for what a step read, wrote and decided. Pure, no DOM. */
export { type StepWords, stepWords } from './words';
