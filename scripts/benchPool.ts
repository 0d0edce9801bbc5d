/**
 * `npm run bench:pool`: the possible gain on the preset `noisy-pool`, in two parts
 * (docs/guide/skills.md, "The noisy pool"). An interrupted call can be repeated and resumes.
 *
 * Part 1: knowledge of the shipped models. Held-out exact match and loss by skill, and how well the
 * loss of an answer separates wrong from right answers (area under the ROC curve, without copies).
 * Part 2: head-room. Held-out results on the target when the examples come at random from the whole
 * pool, from the part that an oracle allows, or with a fixed share of right answers of the target
 * (an imperfect selector).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256OfJson } from '#engine/core/hash.ts';
import { mean, meanInterval } from '#engine/core/statistics.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import { measure } from '#engine/training/measure.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { poolNoise, poolTarget, presetById } from '#lab/run/presets.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { evaluateSkills } from '#engine/training/evaluateSkills.ts';
import { outputFile, readCommand, someOf, wholeOr } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { rocArea } from './lib/rocArea.ts';
import { cached, table, writeJson } from './lib/output.ts';

const shipped = JSON.parse(readFileSync('models/index.json', 'utf8')) as {
	id: string;
	sha256: string;
}[];
const options = readCommand({
	name: 'npm run bench:pool',
	purpose: 'Measures the possible gain on the preset noisy-pool.',
	example: '--seeds 2 --json pool.json',
	options: {
		models: someOf(
			shipped.map(({ id }) => id),
			'Models for part 1',
			['skillet-tutor', 'skillet-base'],
		),
		seeds: wholeOr(5, 'Number of seeds of part 2; 0: only part 1', { from: 0, to: 1000 }),
		json: outputFile('All results'),
	},
});
const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);
const device = await openNodeDevice();
const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const experiment = presetById('noisy-pool').apply(defaultExperiment(infos, shipped[0]), shipped);
const base = readModelOnDisk(path.join('models', experiment.model.id));

const knowledge: Knowledge[] = [];
for (const id of options.models) knowledge.push(await measureKnowledge(id));
console.log(
	table([
		['skill', ...knowledge.flatMap(({ id }) => [id, 'exact, %', 'loss', 'ROC area'])],
		...infos.map(({ name }, i) => [
			name,
			...knowledge.flatMap(({ skills }) => {
				const { exact, loss, area } = skills[i];
				return ['', percent(exact), loss.toFixed(2), area?.toFixed(2) ?? '–'];
			}),
		]),
	]),
);

interface Choice {
	readonly name: string;
	/** Whether a row of a skill's pool can be drawn. */
	readonly keeps: (skill: string, isNoisy: boolean) => boolean;
	/** Share of draws that are right answers of the target; `keeps` applies to the others. */
	readonly found?: number;
}
const isFound = (skill: string, isNoisy: boolean) => skill === poolTarget && !isNoisy;
const choices: readonly Choice[] = [
	{ name: 'the whole pool', keeps: () => true },
	{ name: 'right answers only', keeps: (_, isNoisy) => !isNoisy },
	{ name: 'the target only', keeps: (skill) => skill === poolTarget },
	...[0.25, 0.5, 0.75].map((found) => ({
		name: `${100 * found} % right answers of the target, the rest from the whole pool`,
		keeps: () => true,
		found,
	})),
	{ name: 'right answers of the target only', keeps: isFound },
];
const headRoom = [];
for (const choice of seeds.length > 0 ? choices : []) {
	const scores: SkillScore[] = [];
	for (const seed of seeds) scores.push(await trainChoice(choice, seed));
	const exact = scores.map((score) => score.exact ?? 0);
	const loss = scores.map((score) => score.loss);
	headRoom.push({ choice: choice.name, exact, loss });
	console.log(`${choice.name}: exact match ${exact.map(percent).join(', ')} %`);
}
if (headRoom.length > 0)
	console.log(
		`\n${table([
			[`drawn from, then held-out ${poolTarget}`, 'exact, %', 'loss, nats'],
			...headRoom.map(({ choice, exact, loss }) => [
				choice,
				withInterval(
					exact.map((share) => 100 * share),
					1,
				),
				withInterval(loss, 2),
			]),
		])}`,
	);
writeJson(options.json, { noise: poolNoise, target: poolTarget, knowledge, seeds, headRoom });
device.dispose();

function percent(share: number | null): string {
	return share === null ? '–' : (100 * share).toFixed(1);
}
/** The mean ± half of its 95 % interval over seeds. */
function withInterval(values: readonly number[], digits: number): string {
	const { high } = meanInterval(values);
	return `${mean(values).toFixed(digits)} ± ${(high - mean(values)).toFixed(digits)}`;
}

/** Scores of a shipped model on each built-in skill, and how well its losses show the noise. */
interface Knowledge {
	readonly id: string;
	readonly skills: readonly {
		readonly skill: string;
		readonly exact: number | null;
		readonly loss: number;
		/** null: no answer of this skill can be wrong. */
		readonly area: number | null;
	}[];
}

async function measureKnowledge(id: string): Promise<Knowledge> {
	const model = readModelOnDisk(path.join('models', id));
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.upload('weights', model.weights);
	const pools = await Promise.all(
		infos.map((info) => {
			const source = builtinSource(info.id, { ...poolNoise, duplicates: 0 });
			return encodeSkill(source, 'watch', model.tokenizer, experiment.batching.context);
		}),
	);
	const { skills: scores } = await evaluateSkills(decoder, weights, pools, {
		tokenizer: model.tokenizer,
		examples: experiment.evaluation.finalExamples,
	});
	const skills = [];
	for (const [i, { info, train }] of pools.entries()) {
		const addresses = Array.from({ length: train.count }, (_, index) => ({ set: train, index }));
		const losses = [...(await measure(decoder, weights, addresses)).losses];
		const area = rocArea(
			losses.filter((_, row) => train.noisy[row] === 1),
			losses.filter((_, row) => train.noisy[row] === 0),
		);
		const { exact, loss } = scores[i];
		skills.push({ skill: info.id, exact, loss, area });
	}
	weights.dispose();
	decoder.dispose();
	return { id, skills };
}

/** The target's held-out score after training. Stored on disk, so that a call can resume. */
function trainChoice(choice: Choice, seed: number): Promise<SkillScore> {
	const run = { ...experiment, seed };
	const { name, found = 0 } = choice;
	const key = { run: sha256OfJson(run), name, found };
	return cached('benchPool', key, () => train(choice, run));
}

async function train({ keeps, found = 0 }: Choice, run: typeof experiment): Promise<SkillScore> {
	const skills = await Promise.all(
		run.skills.map(async (ref) => {
			const source = builtinSource(ref.id, ref.noise);
			return encodeSkill(source, ref.use, base.tokenizer, run.batching.context);
		}),
	);
	const drawn = skills.flatMap((skill): EncodedSkill[] => {
		const train = selectRows(skill.train, (isNoisy) => keeps(skill.info.id, isNoisy));
		return skill.use === 'watch' || train.count === 0 ? [] : [{ ...skill, train }];
	});
	const total = drawn.reduce((sum, { train }) => sum + train.count, 0);
	const ratios = Object.fromEntries(
		drawn.map(({ info, train }) => [info.id, ((1 - found) * train.count) / total]),
	);
	const target = drawn.findIndex(({ info }) => info.id === poolTarget);
	if (found > 0) {
		const { info, train } = drawn[target];
		const right = { ...drawn[target], info: { ...info, id: 'found' } };
		drawn.push({ ...right, train: selectRows(train, (isNoisy) => isFound(info.id, isNoisy)) });
		ratios.found = found;
	}
	const policy = [{ fromStep: 0, id: 'fixed', settings: { ratios } }];
	const settings = { ...run, policy };
	const trainer = await createTrainer({ device, model: base, skills: drawn, settings });
	let score: SkillScore | undefined;
	while (trainer.step < run.steps)
		for (const event of await trainer.next(run.steps))
			if (event.type === 'evaluation') score = event.skills[target];
	trainer.dispose();
	return score!;
}

function selectRows(set: EncodedExamples, keeps: (isNoisy: boolean) => boolean): EncodedExamples {
	const rows = [...set.noisy.keys()].filter((row) => keeps(set.noisy[row] === 1));
	const { offsets } = set;
	const cells = rows.flatMap((row) =>
		Array.from({ length: offsets[row + 1] - offsets[row] }, (_, i) => offsets[row] + i),
	);
	const ends = [0];
	for (const [i, row] of rows.entries()) ends.push(ends[i] + offsets[row + 1] - offsets[row]);
	return {
		...set,
		count: rows.length,
		tokens: Uint32Array.from(cells, (cell) => set.tokens[cell]),
		targets: Uint8Array.from(cells, (cell) => set.targets[cell]),
		offsets: Uint32Array.from(ends),
		promptLengths: Uint32Array.from(rows, (row) => set.promptLengths[row]),
		noisy: Uint8Array.from(rows, (row) => set.noisy[row]),
	};
}
