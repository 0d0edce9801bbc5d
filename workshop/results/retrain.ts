/** Trains the published cells of a row again, and compares each answer and loss. */
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import { cellExperiment, planCells } from '../../src/lab/study/cells.ts';
import { labelText } from '../../src/lab/study/labelText.ts';
import type { CellResult } from '../../src/lab/study/result.ts';
import { cellName } from '../../scripts/lib/bench/groups.ts';
import { meanSeconds } from './shelf.ts';
import { publishedStudy, resultFinder, studyNames } from '../../scripts/lib/shelf/published.ts';
import { askedQuestions } from './questions.ts';
import { openFolderLab, readsSchedule, trainCell } from './train.ts';
import { counted } from '../../scripts/lib/output.ts';

/** Names the differences of two results of one cell; '' if there are none. */
export function differenceOf(published: CellResult, here: CellResult): string {
	if (published.experiment !== here.experiment) return 'another experiment';
	const [before, now] = [published, here].map(({ lossAt = [] }) => lossAt);
	if (before.length !== now.length) return 'another number of evaluations';
	for (const [i, { step, losses, right = [] }] of before.entries()) {
		const other = now[i];
		const skill = losses.findIndex(
			(loss, k) => loss !== other.losses[k] || right[k] !== other.right?.[k],
		);
		if (skill >= 0)
			return `step ${step}, skill ${skill}: loss ${losses[skill]} against ${other.losses[skill]}`;
	}
	const answer = published.answers?.after.findIndex((text, i) => text !== here.answers?.after[i]);
	return answer === undefined || answer < 0 ? '' : `question ${answer + 1}: another answer`;
}

/**
 * `row`: a policy as the pages name it or by its label, perhaps with its study:
 * `policies/by size`. `data`: the folder with the data of a study that does not ship them. Counts
 * differing cells. Throws InputError if nothing is published under the name.
 */
export async function retrain(
	row: string,
	data: string | undefined,
	log: (line: string) => void,
): Promise<number> {
	const [, named, policy] = /^(?:([a-zA-Z]+)\/)?(.*)$/s.exec(row) ?? [];
	const isNamed = ({ factors }: Pick<CellResult, 'factors'>) =>
		[factors.policy, labelText(String(factors.policy))].includes(policy);
	const studies = studyNames.filter((name) => named === undefined || name === named);
	const name = studies.find((study) => publishedStudy(study).results.some(isNamed));
	if (name === undefined) {
		const policies = studies.flatMap((study) => publishedStudy(study).study.policies);
		const [missing, known] =
			studies.length === 0
				? [`there is no study "${named}"`, studyNames]
				: [
						`no published cell has the policy "${policy}"`,
						new Set(policies.map(({ label }) => labelText(label))),
					];
		throw new InputError(asMessage(`--retrain: ${missing}. Known: ${[...known].join('; ')}.`));
	}
	const published = publishedStudy(name);
	const { study, skills } = published;
	const cells = planCells(study, skills);
	const planned = new Map(cells.map((cell) => [cell.key, cell]));
	const find = resultFinder(published);
	const byKey = new Map(
		cells.flatMap((cell) => {
			const result = find(cell);
			return result ? [[cell.key, result] as const] : [];
		}),
	);
	const chosen = cells.filter((cell) => isNamed(cell) && byKey.has(cell.key));
	const seconds = Math.ceil(chosen.length * meanSeconds(published));
	log(`${name}: ${counted(chosen.length, 'cell')}, about ${seconds} s when they were published.`);
	const lab = await openFolderLab([study.experiment], data);
	let different = 0;
	for (const cell of chosen) {
		const source = cell.replays && readsSchedule(cell) ? planned.get(cell.replays.cell) : undefined;
		// Its schedule is not published: it is made again.
		if (source) {
			const experiment = cellExperiment(source, byKey);
			byKey.set(source.key, await trainCell(lab, { ...source, experiment }));
		}
		const experiment = cellExperiment(cell, byKey);
		const here = await trainCell(lab, { ...cell, experiment }, askedQuestions(study));
		const difference = differenceOf(byKey.get(cell.key)!, here);
		if (difference !== '') different++;
		log(`${cellName(study, cell.factors)}: ${difference === '' ? 'the same bits' : difference}`);
	}
	return different;
}
