/** The page's example studies are valid and have the size that the page shows. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { planCells } from '#lab/study/cells.ts';
import { parseStudy } from '#lab/study/parse.ts';
import { starters } from '#lab/features/studies/page/starters.ts';

const skills = builtinSkills.map(({ id }) => builtinSource(id).info);
const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as {
	id: string;
	sha256: string;
}[];
const base = defaultExperiment(skills, models[0]);

test.each(starters)('$title', ({ id, title, about, cells, study }) => {
	const context = { file: id, base, models, skills };
	const parsed = parseStudy({ version: 1, title, about, ...study }, context);
	const planned = planCells(parsed, skills);
	expect(planned).toHaveLength(cells);
	expect(about).toMatch(/\?$/);
	// About three minutes at 30 ms per step.
	const steps = planned.reduce((sum, { experiment }) => sum + (experiment?.steps ?? 0), 0);
	expect(steps).toBeLessThan(6000);
});
