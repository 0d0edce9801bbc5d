/** Entry of a throwaway worker: runs one job with files from outside, and is then ended. */
import '#lab/texts.ts';
import { serveJob } from '#lab/worker/jobHost.ts';
import { modelJobs } from '#lab/worker/modelJobs.ts';
import { importJobs } from './lab/features/library/calls/importJobs.ts';

serveJob(self, { ...modelJobs, ...importJobs });
