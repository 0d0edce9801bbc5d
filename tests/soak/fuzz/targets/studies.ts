/** Study files: those of studies/, changed in their values or their text. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { planCells } from '#lab/features/studies/model/cells.ts';
import {
	parseStudy,
	parseStudyText,
	type StudyContext,
} from '#lab/features/studies/model/parse.ts';
import type { Chance } from '../chance.ts';
import { mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, demandFinite, namesFile } from '../target.ts';
import { jsonText } from '../values.ts';

const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as readonly ModelRef[];
const skills = builtinInfos();
const base = defaultExperiment(skills, models[0]);
const file = 'class.json';
const context: StudyContext = { file, base, models, skills };
const studies = readdirSync('studies').map(
	(name) => JSON.parse(readFileSync(path.join('studies', name), 'utf8')) as Json,
);

function makeText(chance: Chance): string {
	const text = jsonText(mutatedJson(chance.one(studies), chance));
	return chance.is(0.1) ? mutatedText(text, chance) : text;
}

function open(text: string): void {
	const study = parseStudyText(text, context);
	demandFinite(study, 'The study');
	const again = parseStudy(study, context);
	demand(canonicalJson(again) === canonicalJson(study), 'The stored study reads as another one.');
	demandFinite(planCells(study, skills), 'The cells');
}

export const studyFiles = defineTarget<string>({
	name: 'studies',
	make: makeText,
	open,
	// planCells() is asked after the file is read, and names the field of the study.
	names: (_text, error) => namesFile(file, error) || typeof error.data['field'] === 'string',
	show: (text) => text,
});
