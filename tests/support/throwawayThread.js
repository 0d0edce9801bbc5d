/** Registers the loader of TypeScript for a worker thread. */
import { register } from 'tsx/esm/api';

register();
await import('./throwawayJobs.ts');
