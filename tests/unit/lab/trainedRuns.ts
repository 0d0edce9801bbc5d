/** A lab whose runs have the real trainer, and what came of them. */
import { expect } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { LabParts } from '#lab/worker/openLab.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { isStatus, waitForEvent, type LabFixture } from '../../support/lab.ts';
import { openLab } from '../../support/featureLab.ts';
import { withoutClock } from '../../support/withoutClock.ts';

/** Its experiment takes `steps` steps of four examples, and is evaluated twice more. */
export async function openTrainingLab(
	steps: number,
	parts: Partial<LabParts> = {},
	stores?: Parameters<typeof openLab>[1],
) {
	const lab = await openLab(
		{ openDevice: () => openNodeDevice(), createTrainer, ...parts },
		stores,
	);
	const experiment: Experiment = {
		...lab.experiment,
		steps,
		checkpointEvery: Math.floor(steps / 3),
		batching: { ...lab.experiment.batching, size: 4 },
		evaluation: { every: steps / 2, examples: 2, finalExamples: 3, samples: 1 },
	};
	return { ...lab, experiment };
}

/** Trains until the run has the status `end`. */
export async function play(
	lab: LabFixture,
	runId: string,
	pace: Pace = { kind: 'full' },
	end = 'finished',
): Promise<void> {
	lab.events.length = 0;
	await lab.client['run.play']({ runId, pace });
	const { status } = await waitForEvent(
		lab,
		(event) => isStatus(end)(event) || isStatus('failed')(event),
	);
	expect(status).toMatchObject({ kind: end });
}

export async function outcome({ client }: LabFixture, runId: string) {
	const events = await client['run.events']({ runId });
	const files = await client['model.export']({ runId, page: '', form: 'model' });
	return { weights: await bytesOf(files, 'model.safetensors'), curve: curve(events) };
}

export const curve = (events: readonly RunEvent[]): RunEvent[] =>
	withoutClock(events).filter(({ type }) => type !== 'checkpoint');

export const bytesOf = async (files: readonly NamedFile[], name: string) =>
	new Uint8Array(await files.find((file) => file.name === name)!.blob.arrayBuffer());
