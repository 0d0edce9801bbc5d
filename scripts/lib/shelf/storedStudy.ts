/** A published study as the page opens it, like one whose cells were trained there. */
import type { StoredStudy } from '#lab/features/compare/feature.ts';
import { planCells } from '#lab/study/cells.ts';
import { cellIndexIn } from '#lab/study/factors.ts';
import type { ShelfEntry } from '#lab/study/published.ts';
import { publishedStudy } from './published.ts';

export function storedStudy(published: ShelfEntry): StoredStudy {
	const { name } = published;
	const { study, skills, results } = publishedStudy(name);
	const cells = planCells(study, skills);
	const findIndex = cellIndexIn(study);
	const id = `published:${name}`;
	return {
		record: { id, study, madeAt: 0, keepRuns: false, going: false },
		status: { kind: 'idle' },
		outcomes: results.map((result) => {
			const { key: cell, factors } = cells[findIndex(result)];
			return { studyId: id, cell, factors, at: 0, kind: 'done', result };
		}),
		runs: [],
		published,
	};
}
