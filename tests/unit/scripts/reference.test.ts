/**
 * The guide's tables: those that follow from the code are up to date, others have all rows. Those
 * of policies change with a release, so only the long form compares them.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { architectures } from '#engine/model/architectures.ts';
import { datasetFormats } from '#lab/features/library/model/formats.ts';
import { rowShapes } from '#lab/features/library/model/shapes.ts';
import { referencePages } from '../../../scripts/lib/reference.ts';
import { isLong } from '../../support/suite.ts';

const command = `npm run reference${isLong ? ' -- --release' : ''}`;
it(`the tables are those of the code: ${command} writes them`, async () => {
	const pages = await referencePages({ ofPolicies: isLong });
	expect([...pages.keys()]).toEqual([
		'docs/guide/evaluation.md',
		'docs/guide/links.md',
		'docs/guide/policies.md',
		'docs/guide/settings.md',
	]);
	for (const [file, text] of pages) expect(readFileSync(file, 'utf8'), file).toBe(text);
});

it.each([
	['data', [...datasetFormats, ...rowShapes].map(({ id }) => id)],
	['models', architectures.map(({ modelType }) => modelType)],
])('docs/guide/%s.md has a row for each', (page, ids) => {
	const text = readFileSync(`docs/guide/${page}.md`, 'utf8');
	const rows = Array.from(text.matchAll(/^\| `?(\w+)`? +\|/gm), ([, id]) => id);
	expect(rows).toEqual(expect.arrayContaining(ids));
});
