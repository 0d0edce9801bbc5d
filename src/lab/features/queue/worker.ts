/** The part of the queue in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { queueStores } from './store.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { createTrainToEnd } from '#lab/run/trainToEnd.ts';
import { demandArtefact } from '#lab/worker/artefacts.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { QueueTraining } from './model/QueueTraining.ts';

function queueHandlers({ stores, control, emit }: OpenLab): HandlersOf<'queue'> {
	const training = new QueueTraining({
		queue: stores.queue,
		train: createTrainToEnd(control, stores.runs, { keeps: true }),
		watcher: {
			status: (status) => emit({ event: 'queue.status', status }),
			entries: (entries) => emit({ event: 'queue.entries', entries }),
		},
	});
	return {
		'queue.list': async () => ({ entries: await stores.queue.list(), status: training.status }),
		'queue.add': async ({ entries }) => {
			const checked = entries.map(({ runId, experiment }) => ({
				runId,
				experiment: parseExperiment(experiment),
			}));
			for (const { experiment } of checked)
				for (const segment of experiment.policy) await demandArtefact(segment, stores);
			await training.add(checked);
		},
		'queue.remove': ({ runIds }) => training.remove(runIds),
		'queue.play': async () => {
			// The workbench's run rests; later the workbench comes first.
			if (training.status.kind !== 'running') await control.rest();
			await training.play();
		},
		'queue.pause': () => training.pause(),
	};
}

export const queue = { handlers: queueHandlers, stores: queueStores } satisfies WorkerFeature;
