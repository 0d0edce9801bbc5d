/**
 * `npm run transfer`: the effect of training on one skill together with another
 * (docs/guide/skills.md, "Measured").
 * Each pair trains 120 steps of 16 examples of the learner (it has only 100) and 16 of the helper.
 * The result is the learner's held-out loss, compared with general text as the helper. A positive
 * value means that the helper helps more than neutral replay.
 */
import path from 'node:path';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { meanInterval } from '#engine/core/statistics.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import { flag, outputFile, readCommand, wholeOr } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { cached, table, writeJson } from './lib/output.ts';

/** Learner and helper: pairs with known help or interference (docs/guide/skills.md). */
const chosenPairs = [
	['sub', 'add'],
	['add', 'sub'],
	['sub', 'json'],
	['story', 'sort'],
	['json', 'rev'],
	['tr', 'sort'],
] as const;
const neutral = 'general';
const learnerExamples = 100;
const few = { wrongShare: 0, duplicates: 0, rows: learnerExamples };
const steps = 120;

const options = readCommand({
	name: 'npm run transfer',
	purpose: 'Measures the effect of training on one skill together with another.',
	example: '--seeds 2 --json transfer.json',
	options: {
		seeds: wholeOr(4, 'Number of seeds', { from: 2, to: 1000 }),
		all: flag('All pairs of the eight skills instead of six pairs'),
		json: outputFile('All results'),
	},
});
const ids = builtinSkills.map(({ id }) => id).filter((id) => id !== neutral);
const pairs = options.all
	? ids.flatMap((learner) => ids.filter((id) => id !== learner).map((id) => [learner, id] as const))
	: chosenPairs;
const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);

const device = await openNodeDevice();
const model = readModelOnDisk(path.join('models', 'skillet-base'));
const start = sha256Hex(new Uint8Array(model.weights.buffer));

const rows = [];
for (const [learner, helper] of pairs) {
	const [withHelper, withNeutral] = [[] as SkillScore[], [] as SkillScore[]];
	for (const seed of seeds) {
		withHelper.push(await score(learner, helper, seed));
		withNeutral.push(await score(learner, neutral, seed));
	}
	// Paired by seed, so that effects of the seed on both cancel out.
	const loss = meanInterval(withNeutral.map((score, i) => score.loss - withHelper[i].loss));
	const exact = meanInterval(
		withHelper.map((score, i) => (score.exact ?? 0) - (withNeutral[i].exact ?? 0)),
	);
	rows.push({ learner, helper, loss, exact });
	const [word, from, to] =
		loss.mean < 0 ? ['higher', -loss.high, -loss.low] : ['lower', loss.low, loss.high];
	console.log(
		`${learner} with ${helper}: loss ${Math.abs(loss.mean).toFixed(3)} nats ${word} than with ` +
			`${neutral} (95 %: ${from.toFixed(3)} to ${to.toFixed(3)})`,
	);
}
function cell(
	{ mean, low, high }: { mean: number; low: number; high: number },
	scale: number,
	digits: number,
): string {
	const [center, from, to] = [mean, low, high].map((value) => (scale * value).toFixed(digits));
	return `${center} (${from} to ${to})`;
}
console.log(
	'\n' +
		table([
			['learner', 'helper', 'loss reduction, nats', 'exact match, points'],
			...rows.map(({ learner, helper, loss, exact }) => [
				learner,
				helper,
				cell(loss, 1, 3),
				cell(exact, 100, 1),
			]),
		]),
);
writeJson(options.json, { steps, learnerExamples, seeds, neutral, rows });

/** The learner's held-out score after co-training. Stored on disk, so that a call can resume. */
function score(learner: string, helper: string, seed: number): Promise<SkillScore> {
	const key = { learner, helper, seed, steps, learnerExamples, start };
	return cached('transfer', key, () => train(learner, helper, seed));
}

async function train(learner: string, helper: string, seed: number): Promise<SkillScore> {
	const { tokenizer } = model;
	const skills = [
		await encodeSkill(builtinSource(learner, few), 'train', tokenizer, 512),
		await encodeSkill(builtinSource(helper), 'train', tokenizer, 512),
	];
	const trainer = await createTrainer({
		device,
		model,
		skills,
		settings: trainingSettings(learner, helper, seed),
	});
	let last: SkillScore | undefined;
	while (trainer.step < steps)
		for (const event of await trainer.next())
			if (event.type === 'evaluation') last = event.skills[0];
	trainer.dispose();
	return last!;
}

/** The lab's default settings, with equal quotas for the two skills. */
function trainingSettings(learner: string, helper: string, seed: number): RunSettings {
	const { batching, optimizer, schedule } = defaultExperiment([], { id: '', sha256: '' });
	return {
		batching,
		optimizer,
		schedule,
		// Exact quotas: 16 of each in every batch.
		policy: [
			{ fromStep: 0, id: 'stratified', settings: { ratios: { [learner]: 0.5, [helper]: 0.5 } } },
		],
		steps,
		seed,
		evaluation: { every: steps, examples: 150, finalExamples: 150, samples: 0 },
	};
}
