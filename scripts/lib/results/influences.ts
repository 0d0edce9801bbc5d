/**
 * The influence of each feature on RAISE's choice (choiceReport.ts): the share of the batch that
 * changes if the feature has its mean value. Read from the events of bench --events.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { InternalError } from '#engine/core/errors.ts';
import { mean } from '#engine/core/statistics.ts';
import { fixed } from '#languages/format.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { FigureColumn } from './figureColumns.ts';
import { resultsFolder } from './publishedStudy.ts';

const file = `${resultsFolder}/figures/raise-features.csv`;

interface Influence {
	readonly features: string;
	readonly target: string;
	readonly seed: number;
	readonly step: number;
	readonly feature: string;
	readonly influence: number;
}

/** `folders`: of bench --events, by what the features come from. Runs at 20 % only. */
export function writeInfluences(folders: Readonly<Record<string, string>>): string {
	const rows = Object.entries(folders).flatMap(([features, folder]) =>
		readdirSync(folder).flatMap((name) => {
			const [, target, seed] = /^RAISE-(\w+)-20-.*seed-(\d+)-\w+\.jsonl$/.exec(name) ?? [];
			if (!target) return [];
			const lines = readFileSync(path.join(folder, name), 'utf8').trim().split('\n');
			return lines.flatMap((line): Influence[] => {
				const event = JSON.parse(line) as RunEvent;
				if (event.type !== 'explained') return [];
				const {
					step,
					explanation: { influences },
				} = event;
				return (influences?.values ?? []).map(({ label: feature, value: influence }) => ({
					features,
					target,
					seed: Number(seed),
					step,
					feature,
					influence,
				}));
			});
		}),
	);
	if (rows.length === 0) throw new InternalError('The folders have no events of RAISE at 20 %.');
	writeFileSync(file, `${Papa.unparse(rows, { newline: '\n' })}\n`);
	return file;
}

let known: readonly Record<keyof Influence, string>[] | undefined;
/** Reads the file once: a table has a column for each step. */
const readInfluences = () =>
	(known ??= Papa.parse<Record<keyof Influence, string>>(readFileSync(file, 'utf8'), {
		header: true,
		skipEmptyLines: true,
	}).data);

/** In the row of a feature: its mean influence at a step over targets and seeds, in %. */
export const influenceColumn =
	(features: string, step: number): FigureColumn =>
	(row) => {
		const feature = row.replace('\\|', '|');
		const found = readInfluences().filter(
			(row) => row.features === features && Number(row.step) === step && row.feature === feature,
		);
		if (found.length === 0) throw new InternalError(`${file}: no ${feature} at step ${step}.`);
		return fixed(100 * mean(found.map(({ influence }) => Number(influence))), 0);
	};
