/** The open lab: its stores, device, models and run control, which the handlers share. */
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { Example } from '#engine/data/example.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { DeviceOptions } from '#engine/gpu/device.ts';
import { backends, reportFacts } from '#engine/gpu/report.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import { createEncoder, keepEncoded } from '#lab/run/prepareRun.ts';
import { Runs } from '#lab/run/Runs.ts';
import type { EncodeRequest, RunSources } from '#lab/run/runParts.ts';
import type { RunWatcher } from '#lab/run/runStatus.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { StoresOptions } from '#lab/storage/stores.ts';
import { listedRuns } from '#lab/run/listedRuns.ts';
import { policyInfos } from '#mixing/index.ts';
import type { Trainer, TrainerOptions } from '#lab/training/trainer.ts';
import { refusal, testedOnce, type SelfTest } from '#lab/run/selfTest.ts';
import { openDeviceKeeper } from '#lab/run/trainingDevice.ts';
import { openModelLibrary, type ModelLibrary, type PageFiles } from './modelLibrary.ts';
import { tokenizerUse } from './modelJobs.ts';
import type { Outside } from './outside/outside.ts';
import { promptEncoder } from './promptEncoder.ts';
import { optional, oneOf, flag, texts, type RequestOf } from './calls.ts';
import type { LabEvent, LabInfo } from './protocol.ts';
import { openPreparation } from './preparation.ts';
import { createRunDevice } from './runDevice.ts';
import { builtinInfos, listSkills, openSkill } from './skills.ts';
import type { Tasks } from './tasks.ts';
import { createThrowaway, type JobWorker, type RunJob } from './throwaway.ts';
import { toWire } from './wireError.ts';

/** Parts that differ between the worker and a test. */
export interface LabParts {
	readonly openStores: (
		options: Required<Pick<StoresOptions, 'onWaiting' | 'onSuperseded'>>,
	) => Promise<LabStores>;
	readonly openDevice: (
		onLost: (reason: string) => void,
		options: Pick<DeviceOptions, 'prefer' | 'reason' | 'tunings' | 'onMeasuring' | 'prove'>,
	) => Promise<ComputeDevice>;
	readonly createTrainer: (options: TrainerOptions) => Promise<Trainer>;
	readonly page: PageFiles;
	/** Starts a worker that serves one job (`throwaway.worker.ts`). */
	readonly startThrowaway: () => JobWorker;
	/** `origins`: those that the visitor allowed. */
	readonly outside: (origins: readonly string[]) => Outside;
}

export const openRequest = {
	/** Overrides the lab's choice, for a GPU that misbehaves and for measurements. */
	backend: optional(oneOf(backends)),
	/** A GPU that passes its test is used even if the processor is faster. */
	alwaysGpu: optional(flag),
	/** Other origins that the page's policy allows. */
	origins: optional(texts),
};
type OpenRequest = RequestOf<typeof openRequest>;

/** The lab's connection to the page. It exists before the lab is open. */
export interface PageLink {
	readonly emit: (event: LabEvent) => void;
	readonly tasks: Tasks;
}

export type OpenLab = Awaited<ReturnType<typeof openLab>>;

/** Throws StorageError, NoAdapterError or DeviceError. */
export async function openLab(parts: LabParts, link: PageLink, request: OpenRequest) {
	const { emit, tasks } = link;
	const stores = await parts.openStores({
		onWaiting: () => emit({ event: 'lab.waiting' }),
		onSuperseded: (isDeleted) => emit({ event: 'lab.superseded', isDeleted }),
	});
	try {
		const models = await openModelLibrary(stores, parts.page, tasks);
		const runJob = createThrowaway(parts.startThrowaway);
		const sources = runSources(stores, models, runJob);
		const { keeper: device, ...devices } = await openDevices(parts, link, stores.tunings, request);
		const control = new Runs({
			runs: stores.runs,
			sources,
			openDevice: devices.forRun,
			createTrainer: parts.createTrainer,
			openArtefact: openPreparation(parts.page),
			now: Date.now,
			watcher: (runId) => pageWatcher(runId, link),
		});
		void device.settled.then(() => {
			devices.showSettled(control.hasOpen);
			devices.sayIfFailed();
		});
		return {
			...link,
			outside: parts.outside(request.origins ?? []),
			stores,
			models,
			runJob,
			sources,
			device,
			control,
		};
	} catch (error) {
		// Releases the lock, so that another attempt or another tab can take it.
		stores.close();
		throw error;
	} finally {
		tasks.done('lab');
	}
}

/** The models and skills of runs. Tokenizers from outside work in throwaway workers. */
function runSources(stores: LabStores, models: ModelLibrary, runJob: RunJob): RunSources {
	const encodeHere = createEncoder();
	const encodeOutside = keepEncoded((request) => encodeElsewhere(request, models, runJob));
	return {
		openModel: async (ref, signal) => {
			const model = await models.open(ref, signal);
			if (await models.isShipped(ref, signal)) return model;
			const readFiles = (end: AbortSignal) => models.textFiles(ref, end);
			return { ...model, encodePrompts: promptEncoder(readFiles, runJob) };
		},
		openAdapter: (hash) => models.openAdapter(hash),
		openSkill: (ref) => openSkill(ref, stores),
		encodeSkills: async (request) =>
			(await models.isShipped(request.ref, request.signal))
				? encodeHere(request)
				: encodeOutside(request),
	};
}

/** Opens the lab's device. Returns its keeper, and the functions that open devices. */
async function openDevices(
	parts: LabParts,
	{ emit, tasks }: PageLink,
	tunings: LabStores['tunings'],
	{ backend: prefer, alwaysGpu = false }: OpenRequest,
) {
	const report = (
		id: 'device.opening' | 'device.measuring' | 'device.testing',
		fraction: number | null = null,
	) => tasks.report('lab', { id, values: {} }, fraction);
	const warn = (message: RunMessage) => emit({ event: 'notice', level: 'warning', message });
	report('device.opening');
	const labChooses = prefer === undefined && !alwaysGpu;
	let tested: SelfTest | undefined;
	let meetNewGpu: () => void = () => undefined;
	const isNewGpu = new Promise<void>((resolve) => (meetNewGpu = resolve));
	const options = {
		prefer,
		tunings,
		onMeasuring() {
			meetNewGpu();
			report('device.measuring');
		},
		async prove(gpu: ComputeDevice, processor: ComputeDevice) {
			tested = await testedOnce(gpu, processor, tunings, {
				onProgress(fraction) {
					meetNewGpu();
					report('device.testing', fraction);
				},
			});
			return refusal(tested);
		},
	};
	const keeper = await openDeviceKeeper(
		(onLost, processor, reason) =>
			parts
				.openDevice(onLost, { ...options, ...(processor && { prefer: processor, reason }) })
				.finally(() => tasks.done('lab')),
		(reason) => warn({ id: 'device.lost', values: { reason } }),
		// The page of a first visit does not wait until its GPU is measured and tested.
		labChooses ? { isSlow: isNewGpu } : {},
	);
	return {
		keeper,
		...createRunDevice({
			keeper,
			tunings,
			choosesBySpeed: labChooses,
			onFallback: ({ name }) => warn({ id: 'device.replaced', values: { name } }),
			onMeasuring: (begins) => (begins ? report('device.measuring') : tasks.done('lab')),
			onUsed: (used) =>
				emit({ event: 'device.used', device: used, capabilities: reportFacts(used) }),
		}),
		sayIfFailed() {
			if (tested?.outcome === 'failed') warn({ id: 'device.failed', values: {} });
		},
	};
}

/** Encodes with a tokenizer from outside, in a worker that can be ended. */
async function encodeElsewhere(
	{ ref, skills, context, signal, onSkill }: EncodeRequest,
	models: ModelLibrary,
	runJob: RunJob,
): Promise<readonly EncodedSkill[]> {
	if (skills.length === 0) return [];
	const files = await models.textFiles(ref, signal);
	const request = {
		files,
		skills: skills.map(({ source: { info }, use }) => ({ info, use })),
		context,
	};
	let part: string | undefined;
	let rows: AsyncIterator<readonly Example[]>;
	return runJob('skill.encode', request, {
		...tokenizerUse(files),
		signal,
		async answer(question) {
			const wanted = `${question.skill} ${question.part}`;
			if (wanted !== part) {
				part = wanted;
				rows = skills[question.skill].source.read(question.part)[Symbol.asyncIterator]();
				onSkill(question.skill);
			}
			const next = await rows.next();
			return next.done ? null : next.value;
		},
	});
}

/** Sends the page all that happens in a run. */
const pageWatcher = (runId: string, { emit, tasks }: PageLink): RunWatcher => ({
	events: (events) => emit({ event: 'run.events', runId, events }),
	progress: (label, fraction) => tasks.report(runId, label, fraction),
	progressEnded: () => tasks.done(runId),
	status: (status) =>
		emit({
			event: 'run.status',
			runId,
			status: status.kind === 'failed' ? { ...status, error: toWire(status.error) } : status,
		}),
});

/** The information that the page receives when the lab opens. */
export async function labInfo({ stores, device, models }: OpenLab): Promise<LabInfo> {
	const report = device.report();
	const infos = await models.list();
	// Offline, only stored models are listed; the shipped one may have been deleted.
	const model = infos.find(({ source }) => source === 'builtin') ?? infos[0];
	return {
		device: report,
		capabilities: reportFacts(report),
		storage: await stores.report(),
		keepsData: stores.keepsData,
		leavesData: stores.leavesData,
		lostData: stores.lostData,
		skills: await listSkills(stores),
		models: infos,
		adapters: await models.adapters(),
		policies: policyInfos(),
		runs: listedRuns(await stores.runs.list()),
		defaultExperiment: defaultExperiment(builtinInfos(), model),
	};
}
