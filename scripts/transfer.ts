/**
 * npm run transfer: what training on one skill beside another does (docs/guide/skills.md, "Measured"). For each pair: 120 steps of
 * 16 examples of the learner, of which it has only 100, and 16 of the helper; the learner's held-out loss against the same
 * with general text as the helper. Above 0: it helps more than neutral replay. Options: --seeds 4, --json FILE; --all: every
 * pair of the eight skills instead of six.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { builtinSkills, builtinSource } from '#data/builtinSkills.ts';
import { encodeSkill } from '#data/encode.ts';
import { pairedDifference } from '#core/statistics.ts';
import type { SkillScore } from '#training/evaluationReport.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { createTrainer } from '#training/createTrainer.ts';
import type { TrainingSettings } from '#training/settings.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { table } from './lib/runReport.ts';

/** Learner and helper: those that the study in docs/guide/skills.md found to help, and to interfere. */
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

const { values: options } = parseArgs({
	options: {
		seeds: { type: 'string', default: '4' },
		json: { type: 'string' },
		all: { type: 'boolean', default: false },
	},
});
const ids = builtinSkills.map(({ id }) => id).filter((id) => id !== neutral);
const pairs = options.all
	? ids.flatMap((learner) => ids.filter((id) => id !== learner).map((id) => [learner, id] as const))
	: chosenPairs;
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1);

const device = await openNodeDevice();
const model = readModelOnDisk(path.join('models', 'skillet-base'));
const cache = path.join('.cache', 'transfer');
mkdirSync(cache, { recursive: true });

const rows = [];
for (const [learner, helper] of pairs) {
	const [withHelper, withNeutral] = [[] as SkillScore[], [] as SkillScore[]];
	for (const seed of seeds) {
		withHelper.push(await score(learner, helper, seed));
		withNeutral.push(await score(learner, neutral, seed));
	}
	const of = (scores: readonly SkillScore[], read: (score: SkillScore) => number) =>
		scores.map(read);
	const loss = pairedDifference(
		of(withNeutral, (s) => s.loss),
		of(withHelper, (s) => s.loss),
	);
	const exact = pairedDifference(
		of(withHelper, (s) => s.exact ?? 0),
		of(withNeutral, (s) => s.exact ?? 0),
	);
	rows.push({ learner, helper, loss, exact });
	console.log(
		`${helper} beside ${learner}: loss ${loss.mean.toFixed(3)} nats lower than with ${neutral} (95 %: ${loss.low.toFixed(3)} to ${loss.high.toFixed(3)})`,
	);
}
const cell = (
	{ mean, low, high }: { mean: number; low: number; high: number },
	scale: number,
	digits: number,
) =>
	`${(scale * mean).toFixed(digits)} (${(scale * low).toFixed(digits)} to ${(scale * high).toFixed(digits)})`;
console.log(
	'\n' +
		table([
			['learner', 'helper', 'loss lower by, nats', 'exact match, points'],
			...rows.map(({ learner, helper, loss, exact }) => [
				learner,
				helper,
				cell(loss, 1, 3),
				cell(exact, 100, 1),
			]),
		]),
);
if (options.json)
	writeFileSync(
		options.json,
		JSON.stringify({ steps, learnerExamples, seeds, neutral, rows }, null, '\t') + '\n',
	);

/** The learner's held-out score after co-training. Kept on disk, so that an interrupted call goes on. */
async function score(learner: string, helper: string, seed: number): Promise<SkillScore> {
	const file = path.join(cache, `${learner}-${helper}-${seed}.json`);
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as SkillScore;
	const { tokenizer } = model;
	const skills = [
		await encodeSkill(builtinSource(learner, few), 'train', tokenizer, 512),
		await encodeSkill(builtinSource(helper), 'train', tokenizer, 512),
	];
	const trainer = await createTrainer({
		device,
		model,
		skills,
		settings: settingsOf(learner, helper, seed),
	});
	let last: SkillScore | undefined;
	while (trainer.step < steps)
		for (const event of await trainer.next())
			if (event.type === 'evaluation') last = event.skills[0];
	trainer.dispose();
	writeFileSync(file, JSON.stringify(last));
	return last!;
}

/** As the lab trains by default, but for the mix. */
function settingsOf(learner: string, helper: string, seed: number): TrainingSettings {
	const { batching, optimizer, schedule } = defaultExperiment([], { id: '', sha256: '' });
	return {
		...{ batching, optimizer, schedule },
		// Exact quotas: 16 of each in every batch.
		policy: [
			{ fromStep: 0, id: 'stratified', settings: { ratios: { [learner]: 0.5, [helper]: 0.5 } } },
		],
		steps,
		seed,
		evaluation: { every: steps, examples: 150, finalExamples: 150, samples: 0 },
	};
}
