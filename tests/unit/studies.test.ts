/** The study files of this project are valid and can be planned. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { decodeLink } from '#lab/run/link.ts';
import { presetById } from '#lab/run/presets.ts';
import { planCells } from '#features/studies/model/cells.ts';
import { parseStudyText } from '#features/studies/model/parse.ts';
import { builtinInfos } from '#lab/worker/skills.ts';

const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as {
	id: string;
	sha256: string;
}[];
const skills = builtinInfos();
const base = defaultExperiment(skills, models[0]);

test.each(readdirSync('studies'))('%s', (file) => {
	const preset = (id: string) => presetById(id).apply(base, models);
	const context = { file, base, preset, models, skills, decodeLink };
	const study = parseStudyText(readFileSync(`studies/${file}`, 'utf8'), context);
	const cells = planCells(study, skills);
	expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
	expect(cells.length % study.seeds.length).toBe(0);
});
