/**
 * Entry of the thread that runs the cases, so that a case that hangs can be ended.
 * Plain JavaScript, because a worker thread starts without a loader for TypeScript.
 */
import { register } from 'tsx/esm/api';

register();
await import('./runCases.ts');
