/**
 * Trains what Find a mix proposes for goals of few skills on the seven other bases, each by its own
 * law, and writes tests/golden/promises.json: `npx tsx workshop/promises.ts`. It resumes. The
 * seed is one with which `studies/bases.json` has equal shares.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { textBits } from '../src/engine/core/bytes.ts';
import { trainCell } from './results/train.ts';
import { openNodeLab } from '../scripts/lib/bench/nodeLab.ts';
import { publishedStudy } from '../scripts/lib/shelf/published.ts';
import { promised, type FreshRun } from '../tests/golden/promised.ts';

const file = new URL('../tests/golden/promises.json', import.meta.url);
const goals = [['french', 'capitals'], ['addition']];
const seed = 11;
const runs = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FreshRun[]) : [];
const { experiment, axes } = publishedStudy('laws').study;
const ids = experiment.skills.flatMap(({ id, use }) => (use === 'train' ? id : []));
const lab = await openNodeLab();
for (const goal of goals)
	for (const model of axes.model!) {
		const isKnown = runs.some((run) => run.base === model.id && run.goal.join() === goal.join());
		if (isKnown) continue;
		const { ratios } = promised(model.id, goal);
		const cell = await trainCell(lab, {
			factors: { policy: goal.join(' + '), seed },
			experiment: {
				...experiment,
				model,
				seed,
				evaluation: { ...experiment.evaluation, every: experiment.steps },
				policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }],
			},
		});
		const right = cell.lossAt!.at(-1)!.right!;
		const counts = ids.map((id) => {
			const k = experiment.skills.findIndex((skill) => skill.id === id);
			return textBits(right[k]!, cell.final.skills[k].examples).filter(Boolean).length;
		});
		runs.push({ base: model.id, goal, seed, ratios, right: counts });
		writeFileSync(file, `[\n${runs.map((run) => `\t${JSON.stringify(run)}`).join(',\n')}\n]\n`);
	}
