/** The part of the device dialog in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { Handlers } from '#lab/worker/ownCalls.ts';
import { withHostWeights } from '#engine/training/openTraining.ts';
import { measure, oneOfEachSize } from './model/measure.ts';
import { deviceTask, type DeviceCalls } from './calls/deviceCalls.ts';
import { deviceRequests } from './calls/deviceRequests.ts';

const deviceHandlers = ({
	control,
	device: keeper,
	models,
	openDevice,
	selfTest,
	stores,
	tasks,
}: OpenLab): Handlers<DeviceCalls> => ({
	'device.tested': async () => {
		await keeper.settled;
		return selfTest() ?? null;
	},
	'device.measure': ({ onlyTest }) =>
		tasks.run(deviceTask, async (signal) => {
			if (await control.isTraining())
				throw new InputError(
					say('A run trains, so the figures would be wrong. Pause the run first.'),
				);
			const processor = await openDevice('wasm');
			const gpu = await openDevice('webgpu').catch(toMessage);
			const shipped = (await models.list()).filter(({ source }) => source === 'builtin');
			try {
				// A compilation cannot be interrupted: its result is dropped.
				const cancelled = new Promise<never>((_, reject) => {
					signal.addEventListener('abort', () => reject(signal.reason as Error));
				});
				const measured = measure({
					processor,
					gpu,
					models: oneOfEachSize(shipped).map(({ id, name, sha256 }) => ({
						name,
						open: async () => withHostWeights(await models.open({ id, sha256 }, signal)),
					})),
					tunings: {
						get: (key) => stores.tunings.get(key),
						// A GPU that is closed in its self-test fails it.
						put: async (key, result) => {
							signal.throwIfAborted();
							await stores.tunings.put(key, result);
						},
					},
					onlyTest,
					report(label, fraction) {
						signal.throwIfAborted();
						tasks.report(deviceTask, label, fraction);
					},
				});
				return await Promise.race([measured, cancelled]);
			} finally {
				processor.dispose();
				if (typeof gpu !== 'string') gpu.dispose();
			}
		}),
});

export const device = {
	handlers: deviceHandlers,
	requests: deviceRequests,
} satisfies WorkerFeature;
