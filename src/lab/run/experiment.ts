/** An experiment as a value: on one adapter it gives one curve. schema.ts checks it. */
import { say } from '#engine/core/message.ts';
import * as v from 'valibot';
import { list, object, oneOf, sha256, text, whole } from '#engine/core/fields.ts';
import { measureSchema } from '#engine/core/measures.ts';
import { noiseSchema } from '#engine/data/builtinSkills.ts';
import { importRecipe } from '#engine/data/importRecipe.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { runSettings } from '#lab/training/runSettings.ts';
import { maxSteps } from '#engine/training/settings.ts';
import { withoutDefaultMeasure } from './skillMeasure.ts';

export { allLinear, defaultAdapter } from '#engine/model/adapterSettings.ts';
export { maxSteps };

export const skillRef = object({
	/** SkillInfo.id: `addition`, … or `file:…`. */
	id: text(100),
	/** For the error message if a file of the user is missing. */
	name: text(200),
	/** Version of the generator of a built-in skill; 0 for a file. */
	version: whole(0, maxSteps),
	/** SkillInfo.fingerprint with this noise applied. */
	sha256,
	/** train: in the mix. watch: only evaluated (general text shows forgetting). */
	use: oneOf(['train', 'watch']),
	/** Files only: the import settings. The same file with the same settings has this sha256. */
	recipe: v.exactOptional(importRecipe),
	/** Built-in skills only. */
	noise: v.exactOptional(noiseSchema),
	/** Default: a built-in skill's own; of a file the exact match, or the loss of raw text. */
	measure: v.exactOptional(measureSchema),
});
export type SkillRef = Readonly<v.InferOutput<typeof skillRef>>;
/** A reference to a skill. pinnedExperiment() fills in the version of a built-in one. */
export const toSkillRef = (
	{ id, name, fingerprint: sha256, recipe, ...info }: SkillInfo,
	use: SkillRef['use'],
): SkillRef => ({
	id,
	name,
	version: 0,
	sha256,
	use,
	...(recipe && { recipe }),
	...withoutDefaultMeasure(info.measure, info),
});

/** What a person needs to find a model that the lab does not ship. */
const modelFacts = object({
	name: text(200),
	/** The file that it was opened from, if it was one. */
	file: v.exactOptional(
		object({ name: text(300), bytes: whole(1, Number.MAX_SAFE_INTEGER), sha256 }),
	),
	/** The address on a hub, with the commit. */
	origin: v.exactOptional(text(500)),
});
/** `sha256`: of model.safetensors. `about`: absent in links of before, and for shipped models. */
export const modelRef = object({ id: text(100), sha256, about: v.exactOptional(modelFacts) });
export type ModelRef = Readonly<v.InferOutput<typeof modelRef>>;
export const experimentSchema = object({
	version: v.literal(1),
	model: modelRef,
	/** A model with the same tokenizer, used only to measure, for policies that need one (RAISE). */
	auxiliary: v.exactOptional(modelRef),
	skills: v.pipe(list(skillRef, say('skills'), 64), v.readonly()),
	...runSettings.entries,
});
export type Experiment = Readonly<v.InferOutput<typeof experimentSchema>>;
