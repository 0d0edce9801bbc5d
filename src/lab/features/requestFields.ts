/**
 * The fields of requests by name. A name has one type in all calls of the lab and its features.
 * Readers of a call check the fields that are not here: an experiment, a question set, marks.
 */
import * as v from 'valibot';
import { anyObject, mustBe, oneOf, openObject, whole } from '#engine/core/fields.ts';
import { noiseSchema } from '#engine/data/builtinSkills.ts';
import { parts } from '#engine/data/skill.ts';
import { backends } from '#engine/gpu/report.ts';
import { pace } from '#lab/run/runStatus.ts';
import type { RequestFields } from '#lab/worker/host.ts';

const text = v.string(mustBe('text'));
const flag = v.boolean(mustBe('true or false'));
const count = whole(0, Number.MAX_SAFE_INTEGER);
const file = v.instance(File, mustBe('a file'));
const listOf = <const T extends v.GenericSchema>(item: T) => v.array(item, mustBe('a list'));
const named = <T>(schema: T, names: string) =>
	Object.fromEntries(names.split(' ').map((name) => [name, schema]));

export const requestFields: RequestFields = {
	...named(
		text,
		'address id importId key name newRunId page prompt runId sha256 studyId task token',
	),
	...named(v.optional(text), 'artefact questions'),
	...named(flag, 'keep keepRuns onlyTest weights'),
	...named(count, 'context count draft from maxTokens step'),
	...named(listOf(text), 'answerSets ids'),
	again: v.optional(flag),
	backend: v.optional(oneOf(backends)),
	cells: v.optional(listOf(text)),
	file,
	form: oneOf(['model', 'adapter']),
	files: listOf(file),
	lanes: listOf(openObject({ runId: text })),
	judge: anyObject('the judge’s settings'),
	listing: anyObject('the files of a model'),
	model: oneOf(['base', 'tuned', 'best']),
	best: v.optional(flag),
	models: listOf(oneOf(['base', 'tuned', 'best'])),
	noise: v.optional(noiseSchema),
	options: anyObject('the options of an import'),
	pace,
	part: oneOf(parts),
	policy: v.optional(openObject({ id: text, settings: anyObject('an object of settings') })),
	runs: v.optional(listOf(text)),
	scores: listOf(openObject({ answerSet: text })),
	settings: anyObject('an object of settings'),
	study: anyObject('a study'),
};
