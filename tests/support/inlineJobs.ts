/** Throwaway workers in the test's thread, and ports of Node that keep the names of files. */
import type { LabPort } from '#lab/worker/client.ts';
import type { HostPort } from '#lab/worker/host.ts';
import { serveJob, type JobHandlers, type JobPort } from '#lab/worker/jobHost.ts';
import { modelJobs } from '#lab/worker/modelJobs.ts';
import type { JobWorker } from '#lab/worker/throwaway.ts';

/** A throwaway worker in the test's thread. `jobs`: those of features. */
export function inlineJobs(jobs: Partial<JobHandlers> = {}): JobWorker {
	const { port1, port2 } = new MessageChannel();
	serveJob(withFileNames(port1), { ...modelJobs, ...jobs });
	const page = keepingFileNames(port2);
	port1.start();
	port2.start();
	return {
		postMessage: (message) => page.postMessage(message),
		addEventListener: port2.addEventListener.bind(port2) as JobWorker['addEventListener'],
		terminate: () => port2.close(),
	};
}

/** Node clones a File without its name; a browser keeps it. So names travel beside the message. */
interface Named {
	readonly message: Record<string, unknown> & { readonly request?: FilesIn };
	readonly names: readonly string[];
}
/** `files` is a map in the request of a job: files by name, as bytes. */
type FilesIn = undefined | { readonly file?: Blob; readonly files?: readonly Blob[] | object };
const filesIn = (request: FilesIn): readonly Blob[] => {
	if (Array.isArray(request?.files)) return request.files as Blob[];
	return request?.file instanceof Blob ? [request.file] : [];
};

export const keepingFileNames = (port: MessagePort): LabPort => ({
	postMessage(message) {
		const { request } = message as Named['message'];
		const names = filesIn(request).map((file) => (file instanceof File ? file.name : ''));
		port.postMessage({ message, names });
	},
	addEventListener: port.addEventListener.bind(port) as LabPort['addEventListener'],
});

export const withFileNames = (port: MessagePort): HostPort & JobPort => ({
	postMessage: (message: unknown) => port.postMessage(message),
	addEventListener: (type, listener: (event: MessageEvent) => void) =>
		port.addEventListener(type, ({ data }: MessageEvent<Named>) => {
			const { message, names } = data;
			const named = filesIn(message.request).map((blob, i) => new File([blob], names[i]));
			const request = message.request && {
				...message.request,
				...(message.request?.file instanceof Blob && { file: named[0] }),
				...(Array.isArray(message.request?.files) && { files: named }),
			};
			listener(new MessageEvent('message', { data: { ...message, ...(request && { request }) } }));
		}),
});
