/** Writes the published studies as small files for the page's shelf. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '#core/json.ts';
import { cellIndexIn } from '#features/studies/model/factors.ts';
import { packShelf, type ShelfEntry, type ShelfStudy } from '#features/studies/model/shelf.ts';
import { engineVersion } from '#training/engineVersion.ts';
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

export const shelfEntries = (): ShelfEntry[] =>
	publishedNames().map((name) => {
		const { study, results } = publishedStudy(name);
		const { title, about } = study;
		const engine = Math.max(...results.map((result) => result.engine ?? 1));
		return { name, title, about, cells: results.length, engine };
	});

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
		const indexOf = cellIndexIn(plan.study);
		const cells = listCells(plan);
		const known = results.filter(({ experiment }) => experiment !== '');
		const same = known.filter((result) => cells[indexOf(result)]?.key === result.experiment);
		const experiments =
			known.length === 0
				? 'experiments not recorded'
				: `${same.length} of ${known.length} experiments are today's`;
		return `${name}: engine ${engine} (today ${engineVersion}); ${experiments}`;
	});
}
