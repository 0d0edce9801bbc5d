/** Writes the published studies as small files for the page's shelf. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InternalError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { cellIndexIn } from '#lab/features/studies/model/factors.ts';
import { studyHeadline } from '#lab/features/studies/model/headline.ts';
import { studyReport } from '#lab/features/studies/model/report.ts';
import type { CellResult } from '#lab/features/studies/model/result.ts';
import {
	shelfLoss,
	shelfTopics,
	type ShelfEntry,
	type ShelfScores,
	type ShelfStudy,
	type ShelfTopic,
} from '#lab/features/studies/model/shelf.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { listCells } from '../bench/plan.ts';
import { publishedNames } from './publishedReport.ts';
import { publishedStudy } from './publishedStudy.ts';

export const shelfFolder = 'public/studies';

export function shelfStudy(name: string): ShelfStudy {
	const { study, results } = publishedStudy(name);
	const file = JSON.parse(readFileSync(`studies/${name}.json`, 'utf8')) as JsonObject;
	return packShelf(
		file,
		study.experiment.skills.map(({ id }) => id),
		results,
	);
}

/** The order within a topic is that of reading. */
const topics: Readonly<Record<ShelfTopic, string>> = {
	policies:
		'primed policies primed-thirty primed-bases primed-rivals primed-others primed-raise ' +
		'regmix-primed olmix-reuse real-text',
	mos:
		'mos-table mos-thirty mos-length-thirty mos-length mos-300 mean-mix mos-selection ' +
		'mos-presets mastered',
	mospec: 'mospec-targets mospec-json mospec-sort mospec-sub',
	raise:
		'raise-share raise-controls raise-oracles raise-no-tutor raise-paper noisy-pool noise ' +
		'primed-noise',
	blends:
		'blend blend-primed sizes-epochs sizes-rates sizes-epochs-cosine sizes-rates-cosine ' +
		'sizes-epochs-cosine-medium',
};

export function shelfEntries(): ShelfEntry[] {
	const entries = shelfTopics.flatMap((topic) =>
		topics[topic].split(' ').map((name) => shelfEntry(name, topic)),
	);
	const missing = publishedNames().filter((name) => !entries.some((entry) => entry.name === name));
	if (missing.length > 0)
		throw new InternalError(
			`${missing.join(', ')}: name the topic in scripts/lib/results/shelf.ts.`,
		);
	return entries;
}

function shelfEntry(name: string, topic: ShelfTopic): ShelfEntry {
	const { study, skills, results } = publishedStudy(name);
	const { title, about } = study;
	const headline = studyHeadline(studyReport(study, skills, results));
	const engine = Math.max(...results.map((result) => result.engine ?? 1));
	return { name, topic, title, about, headline, cells: results.length, engine };
}

const digits = (value: number, count: number): number => Number(value.toPrecision(count));
const seconds = (milliseconds: number) => digits(milliseconds / 1000, 4);

function packShelf(
	file: JsonObject,
	skills: readonly string[],
	results: readonly CellResult[],
): ShelfStudy {
	const bases: ShelfScores[] = [];
	const baseIndex = (scores: ShelfScores) => {
		const key = JSON.stringify(scores);
		const found = bases.findIndex((base) => JSON.stringify(base) === key);
		return found >= 0 ? found : bases.push(scores) - 1;
	};
	const listShares = (shares: CellResult['mix']) =>
		skills.map((id) => (Object.hasOwn(shares, id) ? digits(shares[id], 6) : null));
	const [first] = results;
	return {
		version: 1,
		file,
		skills,
		examples: [listExamples(first.base), listExamples(first.final)],
		cells: results.map((result) => ({
			factors: result.factors,
			base: baseIndex(listScores(result.base)),
			scores: listScores(result.final),
			...(result.best && { best: [result.best.step, ...listScores(result.best)] as const }),
			mix: listShares(result.mix),
			...(result.drawn && {
				drawn: [listShares(result.drawn.examples), listShares(result.drawn.tokens)] as const,
			}),
			run: [
				result.steps,
				result.tokens,
				seconds(result.trainingMilliseconds),
				seconds(result.totalMilliseconds),
			],
			cost: [
				seconds(result.cost.probeMilliseconds),
				result.cost.updates,
				result.cost.measured,
				seconds(result.cost.milliseconds),
			],
			noisyShare: result.noisyShare,
			backend: result.backend,
			engine: result.engine ?? 1,
			experiment: result.experiment.slice(0, 16),
		})),
		bases,
	};
}

const listExamples = ({ skills }: Evaluation) => skills.map(({ examples }) => examples);
const listScores = ({ skills }: Evaluation): ShelfScores => [
	skills.map(({ exact }) => exact),
	skills.map(({ loss }) => shelfLoss(loss)),
];

/** Writes the files; returns a line per study that says whether today's lab trains it again. */
export function writeShelf(): string[] {
	mkdirSync(shelfFolder, { recursive: true });
	const write = (name: string, value: object) =>
		writeFileSync(path.join(shelfFolder, `${name}.json`), `${JSON.stringify(value)}\n`);
	const entries = shelfEntries();
	write('index', entries);
	return entries.map(({ name, engine }) => {
		write(name, shelfStudy(name));
		const { results, ...plan } = publishedStudy(name);
		const findIndex = cellIndexIn(plan.study);
		const cells = listCells(plan);
		const known = results.filter(({ experiment }) => experiment !== '');
		const same = known.filter((result) => cells[findIndex(result)]?.key === result.experiment);
		const experiments =
			known.length === 0
				? 'experiments not recorded'
				: `${same.length} of ${known.length} experiments are today's`;
		return `${name}: engine ${engine} (today ${engineVersion}); ${experiments}`;
	});
}
