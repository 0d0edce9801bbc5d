/** The open lab: its stores, device, models and run control, which the handlers share. */
import { InternalError } from '#core/errors.ts';
import { encodeSkill } from '#data/encode.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import type { RunWatcher } from '#lab/run/runStatus.ts';
import { RunControl } from '#lab/run/runControl.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import type { DeviceOptions } from '#gpu/device.ts';
import type { DeviceReport } from '#gpu/report.ts';
import type { Trainer, TrainerOptions } from '#training/trainer.ts';
import { openArtefact } from './artefactLibrary.ts';
import { openDeviceKeeper, type DeviceKeeper } from './deviceKeeper.ts';
import type { WorkerFeature } from './feature.ts';
import { openModelLibrary, type ModelLibrary } from './modelLibrary.ts';
import { createProgress, type Progress } from './progress.ts';
import { createOutside, type Outside, type OutsideEvent } from './outside/outside.ts';
import type { LabEvent } from './protocol.ts';
import type { PageFiles } from './shippedModels.ts';
import { openSkill } from './skillLibrary.ts';
import { createTasks, type Tasks } from './tasks.ts';
import { toWire } from './wireError.ts';

/** Parts that differ between the worker and a test. */
export interface LabParts {
	readonly openStores: (options: {
		readonly onWaiting: () => void;
		readonly onSuperseded: () => void;
		readonly features: readonly WorkerFeature[];
	}) => Promise<LabStores>;
	readonly openDevice: (
		onLost: (reason: string) => void,
		options: Pick<DeviceOptions, 'prefer' | 'tunings' | 'onMeasuring'>,
	) => Promise<ComputeDevice>;
	readonly createTrainer: (options: TrainerOptions) => Promise<Trainer>;
	readonly page: PageFiles;
	readonly features: readonly WorkerFeature[];
}

export interface OpenLab {
	readonly stores: LabStores;
	readonly device: DeviceKeeper;
	readonly models: ModelLibrary;
	readonly control: RunControl;
}

export interface LabSession {
	/** Opens the lab once; again after a failure. `prefer`: the backend to train on. */
	open(prefer?: DeviceReport['backend']): Promise<OpenLab>;
	/** The opened lab. Throws InternalError if `open` was not called. */
	opened(): Promise<OpenLab>;
	readonly tasks: Tasks;
	readonly progress: Progress;
	readonly emit: (event: LabEvent) => void;
	/** Sends requests to other origins, through the page. */
	readonly outside: Outside;
	/** Origin of the page. */
	readonly origin: string;
}

export function createLabSession(
	parts: LabParts,
	emit: (event: LabEvent | OutsideEvent) => void,
): LabSession {
	const progress = createProgress(emit);
	const tasks = createTasks((task) => progress.done(task));
	let lab: Promise<OpenLab> | undefined;
	return {
		open(prefer) {
			if (!lab) {
				lab = openLab(parts, emit, tasks, progress, prefer);
				lab.catch(() => (lab = undefined));
			}
			return lab;
		},
		async opened() {
			if (!lab) throw new InternalError('The lab was not opened: call lab.open first.');
			return lab;
		},
		tasks,
		progress,
		emit,
		outside: createOutside(emit),
		origin: parts.page.base.origin,
	};
}

async function openLab(
	parts: LabParts,
	emit: (event: LabEvent) => void,
	tasks: Tasks,
	progress: Progress,
	prefer?: DeviceReport['backend'],
): Promise<OpenLab> {
	const stores = await parts.openStores({
		onWaiting: () => emit({ event: 'lab.waiting' }),
		onSuperseded: () => emit({ event: 'lab.superseded' }),
		features: parts.features,
	});
	try {
		const models = await openModelLibrary(stores, parts.page, tasks, progress);
		const report = (message: RunMessage) => progress.report('lab', message, null);
		report({ id: 'device.opening', values: {} });
		const device = await openDeviceKeeper(
			(onLost) =>
				parts
					.openDevice(onLost, {
						...(prefer && { prefer }),
						tunings: stores.tunings,
						onMeasuring: () => report({ id: 'device.measuring', values: {} }),
					})
					.finally(() => progress.done('lab')),
			(reason) =>
				emit({
					event: 'notice',
					level: 'warning',
					message: { id: 'device.lost', values: { reason } } satisfies RunMessage,
				}),
		);
		const control = new RunControl({
			runs: stores.runs,
			sources: { openModel: models.open, openSkill: (ref) => openSkill(ref, stores), encodeSkill },
			openDevice: (lost) => device.current(lost),
			createTrainer: parts.createTrainer,
			openArtefact: (sha256) => openArtefact(sha256, stores),
			now: Date.now,
			watcher: (runId) => pageWatcher(runId, emit, progress),
		});
		return { stores, models, device, control };
	} catch (error) {
		// Releases the lock, so that another attempt or another tab can take it.
		stores.close();
		throw error;
	} finally {
		progress.done('lab');
	}
}

/** Sends the page all that happens in a run. */
const pageWatcher = (
	runId: string,
	emit: (event: LabEvent) => void,
	progress: Progress,
): RunWatcher => ({
	events: (events) => emit({ event: 'run.events', runId, events }),
	progress: (label, fraction) => progress.report(runId, label, fraction),
	progressEnded: () => progress.done(runId),
	status: (status) =>
		emit({
			event: 'run.status',
			runId,
			status: status.kind === 'failed' ? { ...status, error: toWire(status.error) } : status,
		}),
});
