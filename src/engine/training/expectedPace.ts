/** How long the parts of a run take on a device by the cost model, before it trains. */
import { mean } from '#engine/core/statistics.ts';
import { packedLength, splitIntoMicroBatches, targetCount } from '#engine/data/batch.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { deviceSpeed, expectedProgram, type DeviceSpeed } from '#engine/gpu/costModel.ts';
import type { BatchShape } from '#engine/model/batchTensors.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { nextTokenProgram } from '#engine/model/generate.ts';
import { bucketSize } from '#engine/model/hostBatch.ts';
import { evaluationExamples } from './evaluateSkills.ts';
import { gradientProgram } from './gradient.ts';
import { microBatchBounds } from './Learner.ts';
import { passBounds, scoreProgram } from './measure.ts';
import { openOnPaper } from './memory.ts';
import { updateProgram } from './optimizer.ts';
import type { TrainingSettings } from './settings.ts';

/** Milliseconds. */
export interface RunPace {
	/** A step, without a policy's probes. */
	readonly step: number;
	/** An example of an evaluation, with its share of the generated texts. */
	readonly example: number;
}

/** Tokens that a continuation or a sample has on average. */
const generatedTokens = 24;
/** Examples of each skill that stand for its others. */
const counted = 200;

export async function expectedPace(
	device: ComputeDevice,
	model: LoadedModel,
	skills: readonly EncodedSkill[],
	settings: TrainingSettings,
	speed: DeviceSpeed = deviceSpeed(device),
): Promise<RunPace> {
	const paper = await openOnPaper(device, model, skills, settings);
	const { decoder, generation, continued } = paper;
	const { optimizer, batching, evaluation } = settings;
	const shape = (tokens: number, targets: number): BatchShape => ({
		packLength: bucketSize(tokens),
		targets: bucketSize(targets),
		vocabulary: decoder.config.vocabulary,
	});

	const drawn = typicalExample(skills);
	const tokens = batching.size * drawn.tokens;
	const { parts: least, maxPackLength } = microBatchBounds(optimizer);
	const parts = Math.max(least, Math.ceil(tokens / maxPackLength));
	const plan = decoder.plan(paper.options);
	const gradient = gradientProgram(
		plan,
		shape(tokens / parts, (batching.size * drawn.targets) / parts),
	);
	const step =
		parts * expectedProgram(gradient, speed) +
		expectedProgram(updateProgram(plan, optimizer), speed);

	const { addresses } = evaluationExamples(skills, evaluation.examples, evaluation.part);
	const bounds = passBounds(addresses.length);
	const passes = splitIntoMicroBatches(addresses, bounds.parts, bounds.maxPackLength).length;
	const { tokens: read, targets } = sizes(addresses);
	const scores = scoreProgram(decoder, shape(read / passes, targets / passes), false);
	const answered = [continued, evaluation.samples].filter((count) => count > 0).length;
	const next = nextTokenProgram(decoder, { ...generation, tokens: generation.predictors });
	const evaluated =
		passes * expectedProgram(scores, speed) +
		answered * generatedTokens * expectedProgram(next, speed);
	return { step, example: evaluated / Math.max(1, addresses.length) };
}

/** Mean tokens and targets of an example if all trained skills have equal shares. */
function typicalExample(skills: readonly EncodedSkill[]) {
	const means = skills
		.filter(({ use, train }) => use === 'train' && train.count > 0)
		.map(({ train }) => {
			const count = Math.min(counted, train.count);
			const { tokens, targets } = sizes(
				Array.from({ length: count }, (_, index) => ({ set: train, index })),
			);
			return { tokens: tokens / count, targets: targets / count };
		});
	return {
		tokens: mean(means.map(({ tokens }) => tokens)),
		targets: mean(means.map(({ targets }) => targets)),
	};
}

const sizes = (examples: readonly ExampleAddress[]) => ({
	tokens: examples.reduce((sum, example) => sum + packedLength(example), 0),
	targets: examples.reduce((sum, example) => sum + targetCount(example), 0),
});
