/**
 * `npm run bench:village`: what a base model of the readable world knows, and what fixed mixes make
 * of it (docs/dev/world.md). An interrupted call can be repeated and resumes.
 *
 * Part 1: continuations of 200 stories, with the village's verdicts, and the score and the loss of
 * each skill. Part 2: runs of fixed mixes. No policy adapts.
 */
import path from 'node:path';
import { sha256Hex } from '#engine/core/hash.ts';
import { mean } from '#engine/core/statistics.ts';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import {
	builtinSkill,
	builtinSource,
	generatedParts,
	builtinSkills,
} from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { continueTexts } from '#engine/training/continuations.ts';
import { evaluateSkills, type SkillScore } from '#engine/training/evaluateSkills.ts';
import { defaultSettings } from '#lab/run/defaultExperiment.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import { parseSeeds } from './lib/bench/words.ts';
import { runScript } from './lib/faults.ts';
import { outputFile, readCommand, textOr, wholeOr } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { cached, percent, table, writeJson } from './lib/output.ts';

const general = 'stories';
const trained = builtinSkills.map(({ id }) => id).filter((id) => id !== general);
const ids = [...trained, general];

/** Names of mixes: `uniform`, `proportional`, `temperature10`, or `SKILL*2.5`. */
const allMixes = ['uniform', 'proportional', 'temperature10', ...trained.map((id) => `${id}*2.5`)];

await runScript(async () => {
	const {
		model: folder,
		mixes,
		rates,
		seeds,
		examples,
		json,
	} = readCommand({
		name: 'npm run bench:village',
		purpose: 'Measures a base model of the readable world, and fixed mixes on it.',
		example: '--mixes uniform,french*2.5 --rates 0.002,0.003',
		options: {
			model: textOr('FOLDER', path.join('models', 'skillet-base'), 'Base model'),
			mixes: textOr('LIST', allMixes.join(','), 'Mixes of part 2, or none'),
			rates: textOr('LIST', '0.003', 'Peak learning rates'),
			seeds: textOr('SEEDS', '1', 'A count, or a list such as 1,5,9'),
			examples: wholeOr(150, 'Held-out prompts of each skill', { from: 1 }),
			json: outputFile('All results'),
		},
	});
	const device = await openNodeDevice();
	const model = readModelOnDisk(folder);
	const { tokenizer } = model;
	const skills = await Promise.all(
		ids.map((id) =>
			encodeSkill(builtinSource(id), id === general ? 'watch' : 'train', tokenizer, 512),
		),
	);

	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.upload('weights', model.weights);
	const rule = builtinSkill(general).continuation!;
	const { heldOut, validation } = generatedParts(builtinSkill(general));
	const stories = [...heldOut, ...validation].slice(0, 200).map(examplePrompt);
	const texts = stories.map((text) => ({ skill: 0, text, rule }));
	const continued = await continueTexts(decoder, weights, tokenizer, texts);
	const faults = new Map<string, number>();
	for (const { fault } of continued)
		faults.set(fault ?? 'right', (faults.get(fault ?? 'right') ?? 0) + 1);
	const counts = [...faults].map(([fault, count]) => `${fault} ${count}`).join(', ');
	console.log(`Of ${continued.length} continuations: ${counts}.`);
	const wrong = continued.filter(({ fault }) => fault !== null);
	for (const { start, written, fault } of wrong.slice(0, 20))
		console.log(`  ${start}→ ${written} (${fault})`);
	const { skills: base } = await evaluateSkills(decoder, weights, skills, { tokenizer, examples });
	weights.dispose();
	decoder.dispose();

	const header = ['mix', 'rate', 'seed', 'average', ...ids];
	const shown = (scores: readonly SkillScore[]) => [
		percent(mean(trained.map((_, i) => scores[i].exact!))),
		...scores.map(({ exact, loss }) => `${percent(exact)} ${loss.toFixed(2)}`),
	];
	const rows = [['base', '', '', ...shown(base)]];
	const runs = [];
	const start = sha256Hex(new Uint8Array(model.weights.buffer));
	for (const rate of rates.split(',').map(Number))
		for (const mix of mixes === 'none' ? [] : mixes.split(','))
			for (const seed of parseSeeds(seeds)) {
				const run = { start, rate, mix, seed, examples };
				const evaluations = await cached('village', run, async () => {
					const settings = runSettings(mix, rate, seed, examples);
					const trainer = await createTrainer({ device, model, skills, settings });
					const all: { step: number; skills: readonly SkillScore[] }[] = [];
					while (trainer.step < settings.steps)
						for (const event of await trainer.next())
							if (event.type === 'evaluation') all.push({ step: event.step, skills: event.skills });
					trainer.dispose();
					return all;
				});
				rows.push([mix, `${rate}`, `${seed}`, ...shown(evaluations.at(-1).skills)]);
				console.log(rows.at(-1).join('  '));
				runs.push({ mix, rate, seed, evaluations });
			}
	console.log(`\n${table([header, ...rows])}`);
	writeJson(json, {
		continued: continued.map(({ start, written, fault }) => ({ start, written, fault })),
		base,
		ids,
		runs,
	});
	device.dispose();
});

/** The lab's default settings with a fixed mix. */
function runSettings(
	mix: string,
	learningRate: number,
	seed: number,
	examples: number,
): RunSettings {
	const { batching, optimizer, schedule, steps } = defaultSettings;
	return {
		batching,
		optimizer: { ...optimizer, learningRate },
		schedule,
		policy: [{ fromStep: 0, ...policyOf(mix) }],
		steps,
		seed,
		evaluation: { every: 100, examples: 50, finalExamples: examples, samples: 0 },
	};
}

function policyOf(mix: string) {
	if (mix === 'temperature10') return { id: 'temperature', settings: { tau: 10 } };
	const [skill, times] = mix.split('*');
	if (times === undefined) return { id: mix, settings: {} };
	const ratios = Object.fromEntries(trained.map((id) => [id, id === skill ? Number(times) : 1]));
	return { id: 'fixed', settings: { ratios } };
}
