/** The device of a run: the lab's, or the processor if it trains the run's model faster. */
import { sentence } from '#engine/core/message.ts';
import type { TuningCache } from '#engine/gpu/device.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import {
	findStepTimes,
	isLarge,
	isProcessorFaster,
	type TrainingWork,
} from '#lab/run/deviceChoice.ts';
import type { RunParts } from '#lab/run/runParts.ts';
import type { DeviceKeeper, TrainingDevice } from '#lab/run/trainingDevice.ts';

interface RunDeviceOptions {
	readonly keeper: DeviceKeeper;
	readonly tunings: TuningCache;
	/** False: the visitor chose the device. */
	readonly choosesBySpeed: boolean;
	/** Called before and after a measurement, with whether it begins. */
	readonly onMeasuring: (begins: boolean) => void;
	/** Called if a lost GPU cannot be opened again, with the device that replaces it. */
	readonly onFallback: (report: DeviceReport) => void;
	/** Receives the report of a run's device, if it is another one than before. */
	readonly onUsed: (report: DeviceReport) => void;
}

export function createRunDevice({
	keeper,
	tunings,
	choosesBySpeed,
	onMeasuring,
	onFallback,
	onUsed,
}: RunDeviceOptions): {
	readonly forRun: RunParts['openDevice'];
	/** Reports the device that was chosen. `isUsed`: a run is open, and keeps the one it has. */
	readonly showSettled: (isUsed: boolean) => void;
} {
	let shown = keeper.report();
	const show = (used: DeviceReport) => {
		if (JSON.stringify(used) === JSON.stringify(shown)) return;
		shown = used;
		onUsed(used);
	};
	/** Null: the GPU is as fast, or this cannot be measured. */
	async function findFaster({ compute: gpu }: TrainingDevice, work: TrainingWork) {
		const devices = { gpu, processor: async () => (await keeper.processor()).compute };
		onMeasuring(true);
		try {
			const times = await findStepTimes(devices, work, tunings);
			if (!times || !isProcessorFaster(times)) return null;
			const device = await keeper.processor();
			return { device, times };
		} catch {
			// A lost GPU or full memory is reported when the run is opened on it.
			return null;
		} finally {
			onMeasuring(false);
		}
	}
	const forRun: RunParts['openDevice'] = async (lost, prefer, work) => {
		// A step of a large model takes seconds on the processor.
		if (isLarge(work.model)) await keeper.settled;
		const before = keeper.report().backend;
		const opened = await keeper.current(lost, prefer);
		const { report } = opened.compute;
		if (before === 'webgpu' && report.backend !== before) onFallback(report);
		const isGpu = report.backend === 'webgpu' && report.kind === 'hardware';
		const faster = isGpu && choosesBySpeed ? await findFaster(opened, work) : null;
		if (!faster) {
			show(report);
			return opened;
		}
		const { device, times } = faster;
		const { processor, gpu } = times;
		const reason = sentence('lab.worker.processorIsFaster', { processor, gpu, name: report.name });
		show({ ...device.compute.report, reason });
		return device;
	};
	const showSettled = (isUsed: boolean) => {
		const report = keeper.report();
		const isNext = isUsed && report.backend === 'webgpu' && shown.backend !== 'webgpu';
		const reason = sentence('lab.worker.gpuIsNext', { name: report.name });
		show(isNext ? { ...shown, reason } : report);
	};
	return { forRun, showSettled };
}
