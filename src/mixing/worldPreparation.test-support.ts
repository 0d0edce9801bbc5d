/** For tests: what comes before a policy's first step, in the synthetic world. */
export { preparationIn, restoredIn } from './world/preparation.ts';
