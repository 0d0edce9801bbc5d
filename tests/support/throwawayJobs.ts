/** A throwaway worker in a thread of Node, with the jobs of throwaway.worker.ts. */
import { parentPort } from 'node:worker_threads';
import { importJobs } from '#lab/features/library/calls/importJobs.ts';
import { serveJob, type JobPort } from '#lab/worker/jobHost.ts';
import { modelJobs } from '#lab/worker/modelJobs.ts';

/** Node clones a File without its name. */
type Named = { readonly message: { request?: { file?: Blob } }; readonly name?: string };

const port = parentPort!;
serveJob(
	{
		postMessage: (message) => port.postMessage(message),
		addEventListener: (_type, listener: (event: MessageEvent) => void) =>
			port.on('message', ({ message, name }: Named) => {
				const { request } = message;
				if (request?.file) request.file = new File([request.file], name!);
				listener(new MessageEvent('message', { data: message }));
			}),
	} satisfies JobPort,
	{ ...modelJobs, ...importJobs },
);
