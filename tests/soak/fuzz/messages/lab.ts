/** A lab whose host is asked directly: real stores over a fake database, the trainer fixture. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { DeviceError } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { sentence } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { trainerFixture } from '#lab/run/trainer.test-support.ts';
import { importJobs } from '#lab/features/library/calls/importJobs.ts';
import { inlineJobs } from '#lab/worker/inlineJobs.test-support.ts';
import { noOutside } from '#lab/worker/lab.test-support.ts';
import { serveLab, type HostPort } from '#lab/worker/host.ts';
import type { Calls, CallName, LabMessage, LabReply, LabRequest } from '#lab/worker/protocol.ts';
import { fromWire } from '#lab/worker/wireError.ts';
import { parts } from '#engine/data/skill.ts';
import { openStores } from '../../../../src/lab/storage/stores.ts';
import { requestFields } from '../../../../src/lab/features/requestFields.ts';
import { featureHandlers, featureStores } from '../../../../src/lab/features/worker.ts';
import { modelInfo, skillInfo } from '../../../support/labValues.ts';
import { artefact, evaluation, experiment, folder, rows, runId, site, study } from './contents.ts';

export interface FuzzedLab {
	/** The reply to a message of any content. */
	ask(message: unknown): Promise<LabReply>;
	call<K extends CallName>(name: K, request?: Calls[K]['request']): Promise<Calls[K]['reply']>;
	/** Rejections that nobody handled. */
	readonly rejections: string[];
	/** Ends everything that trains, imports or waits. */
	settle(): Promise<void>;
	close(): Promise<void>;
}

const device = {
	report: {
		backend: 'wasm',
		kind: 'software',
		name: 'test',
		crossOriginIsolated: false,
		limits: {},
		features: [],
	},
	dispose: () => undefined,
	needs: () => ({ vectors: 0, temporaries: 0, transfer: 0, buffers: 0 }),
} as unknown as ComputeDevice;

/** A lab with one item of each kind, as a visitor leaves it. */
export async function freshLab(): Promise<FuzzedLab> {
	globalThis.indexedDB = new IDBFactory();
	const stores = await openStores({ browser: {}, features: featureStores });
	const lab = serve(stores);
	await lab.call('lab.open');
	const { record, ...beginning } = (trained ??= await trainRun(lab, stores));
	await stores.runs.create(record, beginning);
	const writer = await stores.skills.write();
	for (const part of parts) await writer.append(part, rows);
	await writer.commit(skillInfo({ counts: { train: 3, validation: 3, heldOut: 3 } }));
	await stores.artefacts.put(artefact.info, artefact.artefact);
	await stores.models.put(modelInfo({ id: 'file:m', source: 'file' }), folder);
	await stores.questionSets.put(evaluation.questionSet);
	await stores.answerSets.put([evaluation.answerSet.set]);
	await stores.studies.put(study);
	return lab;
}

let trained: Awaited<ReturnType<typeof trainRun>> | undefined;

/** A run that is paused at its checkpoint of step 6. Training it takes longer than storing it. */
async function trainRun(lab: FuzzedLab, { runs }: LabStores) {
	await lab.call('run.create', { runId, experiment });
	await lab.call('run.play', { runId, pace: { kind: 'until', step: 6 } });
	while ((await runs.get(runId))?.step !== 6) await nextTask();
	await lab.settle();
	const record = (await runs.get(runId))!;
	const checkpoint = (await runs.checkpoint(runId))!;
	const events = await runs.events(runId);
	await runs.delete(runId);
	return { record, checkpoint, events };
}

function serve(stores: LabStores): FuzzedLab {
	const waiting = new Map<unknown, (reply: LabReply) => void>();
	const rejections: string[] = [];
	const running = new Set<string>();
	let receive!: (event: MessageEvent<LabRequest>) => void;
	let opened = 0;
	const port: HostPort = {
		addEventListener: (_type, listener) => (receive = listener),
		postMessage(message: LabMessage) {
			structuredClone(message);
			if ('event' in message) {
				if (message.event === 'progress') running.add(message.task);
				if (message.event === 'run.status' && message.status.kind === 'running')
					running.add(message.runId);
			} else {
				waiting.get(message.id)?.(message);
				waiting.delete(message.id);
			}
		},
	};
	serveLab(
		port,
		{
			openStores: async () => stores,
			async openDevice() {
				if (opened++ > 0) throw new DeviceError(sentence`Use the device that is open.`);
				return device;
			},
			createTrainer: trainerFixture().createTrainer,
			outside: () => noOutside,
			page: {
				base: new URL('https://lab.example/'),
				async fetch({ pathname }) {
					const bytes = site.get(pathname);
					return bytes ? new Response(bytes) : new Response(null, { status: 404 });
				},
			},
			startThrowaway: () => inlineJobs(importJobs),
		},
		featureHandlers,
		requestFields,
	);
	const onRejection = (reason: unknown) =>
		void rejections.push(
			reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
		);
	process.on('unhandledRejection', onRejection);
	let last = 1000;
	const ask = (message: unknown): Promise<LabReply> =>
		new Promise((resolve) => {
			const id = (message as { id?: unknown } | null | undefined)?.id;
			waiting.set(id, resolve);
			receive(new MessageEvent('message', { data: message as LabRequest }));
		});
	const post = (call: CallName, request: unknown) => ask({ id: ++last, call, request });
	const call: FuzzedLab['call'] = async (name, request) => {
		const reply = await post(name, request);
		if (!reply.ok) throw fromWire(reply.error);
		return reply.value as never;
	};
	return {
		ask,
		call,
		rejections,
		async settle() {
			for (const task of running) await post('task.cancel', { task });
			running.clear();
			for (const { record } of await call('study.list'))
				await call('study.pause', { studyId: record.id });
			for (const { id, end } of await stores.runs.list())
				if (end === 'running') await post('run.pause', { runId: id });
			// Node reports a rejection that nobody handles after the tasks that are due.
			await new Promise((resolve) => void setImmediate(resolve));
		},
		async close() {
			process.off('unhandledRejection', onRejection);
			stores.close();
		},
	};
}

/** The stored items by kind and id. A run may grow, so only its id is compared. */
export async function readContents({ call }: FuzzedLab): Promise<Map<string, string>> {
	const contents = new Map<string, string>();
	const put = (key: string, value: unknown) => contents.set(key, canonicalJson(value));
	for (const { id, name } of await call('run.list')) {
		const events = await call('run.events', { runId: id });
		put(`run ${id}`, [name, events, await call('run.checkpoints', { runId: id })]);
	}
	for (const info of await call('skill.list')) put(`skill ${info.id}`, info);
	for (const info of await call('artefact.list')) put(`artefact ${info.sha256}`, info);
	for (const info of await call('question.list')) put(`question ${info.sha256}`, info);
	for (const { id } of await call('answer.list', {}))
		put(`answers ${id}`, await call('answer.open', { id }));
	for (const { record } of await call('study.list')) put(`study ${record.id}`, record);
	const { models } = await call('lab.open');
	for (const info of models) put(`model ${info.id}`, info);
	return contents;
}
