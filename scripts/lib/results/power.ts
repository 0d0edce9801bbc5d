/** Power of a new study from a pilot: `npm run results -- --power NAME`. */
import { readFileSync } from 'node:fs';
import { InputError } from '#engine/core/errors.ts';
import { asMessage, englishText } from '#engine/core/message.ts';
import { parseJson } from '#engine/core/json.ts';
import { pilotPower, pilotSpread } from '#lab/features/studies/model/analysis/pilotPower.ts';
import { powerText } from '#lab/features/studies/reportSentence.ts';
import { studyReport } from '#lab/features/studies/model/report.ts';
import type { CellResult } from '#lab/features/studies/model/result.ts';
import type { Study } from '#lab/features/studies/model/study.ts';
import { publishedNames } from './publishedReport.ts';
import { publishedStudy } from './publishedStudy.ts';

/** `pilot`: a published study, or a JSON file of `npm run bench -- --json`. */
export function pilotText(
	pilot: string,
	{ seeds, effect, comparisons }: { seeds: number; effect: number; comparisons: number | null },
): string {
	const { study, results } = readPilot(pilot);
	const report = studyReport(study, [], results);
	const spread = pilotSpread(report);
	if (!spread)
		throw new InputError(
			asMessage(`${pilot}: no two policies have two seeds in common. Name another pilot.`),
		);
	const plan = { seeds, comparisons: comparisons ?? spread.comparisons, effect };
	return powerText({ ...spread, ...pilotPower(spread, plan) });
}

function readPilot(pilot: string): { study: Study; results: readonly CellResult[] } {
	if (publishedNames().includes(pilot)) return publishedStudy(pilot);
	let text: string;
	try {
		text = readFileSync(pilot, 'utf8');
	} catch {
		const known = publishedNames().join(', ');
		throw new InputError(
			asMessage(`--power: there is no file ${pilot}. Name a file of --json, or one of ${known}.`),
		);
	}
	const value = parseJson(
		text,
		(fault) => new InputError(asMessage(`${pilot} is ${englishText(fault)}.`)),
	);
	const { study, results } = value as unknown as Partial<ReturnType<typeof readPilot>>;
	if (!study || !results)
		throw new InputError(asMessage(`${pilot}: has no study and results. Write it with --json.`));
	return { study, results };
}
