/** The guide's tables that follow from the code are up to date. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { referencePages } from '../../../scripts/lib/reference.ts';

it('the tables are those of the code: npm run reference writes them', async () => {
	const pages = await referencePages();
	expect([...pages.keys()]).toEqual([
		'docs/guide/evaluation.md',
		'docs/guide/links.md',
		'docs/guide/policies.md',
		'docs/guide/settings.md',
	]);
	for (const [file, text] of pages) expect(readFileSync(file, 'utf8'), file).toBe(text);
});
