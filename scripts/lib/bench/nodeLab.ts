/** Trains experiments in Node: on the processor with the bits of the page, or on the GPU. */
import path from 'node:path';
import { InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { asMessage } from '#engine/core/message.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { builtinSource } from '#engine/data/builtinSkills.ts';
import type { SkillSource } from '#engine/data/skill.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { isOfTest, testKey } from '#lab/run/BaseTest.ts';
import { deviceWords } from '#lab/run/trainingDevice.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Trainer } from '#lab/training/trainer.ts';
import { readModelOnDisk } from '../modelOnDisk.ts';
import { openNodeDevice, openNodeGpu } from '../nodeDevice.ts';
import { shippedModels } from './study.ts';
import type { CellLab } from './Unit.ts';

interface NodeLabOptions {
	readonly gpu?: boolean;
	/** Another one that is open. */
	readonly device?: ComputeDevice;
	/** Skills that are not built in, by id. */
	readonly sources?: ReadonlyMap<string, SkillSource>;
	/** Models that are not shipped, by the hash of their reference. */
	readonly loaded?: ReadonlyMap<string, LoadedModel>;
}

/** A lab that can show a run's models when it has ended. */
export interface NodeLab extends CellLab {
	run(
		experiment: Experiment,
		listen?: Parameters<CellLab['run']>[1],
		atEnd?: (trainer: Pick<Trainer, 'generateAll'>) => Promise<void>,
	): Promise<readonly RunEvent[]>;
}

/** Models, skills and the scores of a base are read once. The processor has one thread. */
export async function openNodeLab({
	gpu = false,
	sources = new Map(),
	loaded = new Map(),
	...options
}: NodeLabOptions = {}): Promise<NodeLab> {
	const device = options.device ?? (await (gpu ? openNodeGpu() : openNodeDevice()));
	const models = new Map(loaded);
	const skillSets = new Map<string, readonly EncodedSkill[]>();
	const tests = new Map<string, readonly RunEvent[]>();

	function openModel({ id, sha256 }: ModelRef): LoadedModel {
		const known = models.get(sha256);
		if (known) return known;
		if (!shippedModels().some((model) => model.id === id && model.sha256 === sha256))
			throw new InputError(
				asMessage(`--node trains shipped models only, and ${id} is not one. Leave --node out.`),
			);
		const model = readModelOnDisk(path.join('models', id));
		models.set(sha256, model);
		return model;
	}

	async function encode({ model, skills, batching }: Experiment): Promise<readonly EncodedSkill[]> {
		const key = sha256OfJson({ model, skills, batching });
		const known = skillSets.get(key);
		if (known) return known;
		const { tokenizer } = openModel(model);
		const encoded = await Promise.all(
			skills.map((ref) => {
				const source = sources.get(ref.id) ?? builtinSource(ref.id, ref);
				return encodeSkill(source, ref.use, tokenizer, batching.context);
			}),
		);
		skillSets.set(key, encoded);
		return encoded;
	}

	return {
		info: { device: { backend: device.report.backend, name: deviceWords(device.report) } },
		async run(experiment, listen, atEnd) {
			const { model, auxiliary } = experiment;
			const trainer = await createTrainer({
				device,
				model: openModel(model),
				skills: await encode(experiment),
				settings: experiment,
				...(auxiliary && { auxiliary: openModel(auxiliary) }),
			});
			try {
				const key = testKey(experiment);
				const events = [...(await trainer.start(undefined, tests.get(key)))];
				tests.set(key, events.filter(isOfTest));
				const report = (next: readonly RunEvent[]): void => {
					events.push(...next);
					listen?.({ events: next });
				};
				const { signal } = new AbortController();
				while (events.at(-1)?.type !== 'finished')
					report(await trainer.next(Infinity, signal, { report, goesOn: () => true }));
				await atEnd?.(trainer);
				return events;
			} finally {
				trainer.dispose();
			}
		},
	};
}
