/**
 * The experiment of the preset “A real model”: SmolLM2-135M-Instruct, and rows that the page's
 * site has (`public/rows/README.md`). An experiment can name both before they are here.
 */
import { builtinSource } from '#engine/data/builtinSkills.ts';
import type { ImportRecipe } from '#engine/data/importRecipe.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { policyInfos } from '#mixing/index.ts';
import { toSkillRef, type Experiment, type ModelRef } from './experiment.ts';
import { pinnedExperiment } from './pinnedSkills.ts';
import { generalSkill, propose } from './proposal.ts';
import shipped from './shippedRows.json' with { type: 'json' };

/** A data file of the site, and the skill that its import gives. */
export interface ShippedRows {
	/** In the folder `rows` of the site. */
	readonly file: string;
	readonly sha256: string;
	readonly skill: SkillInfo & { readonly recipe: ImportRecipe };
}
export const shippedRows = shipped as readonly ShippedRows[];

/** Both of its forms have this shape and tokenizer. */
const shape = { parameters: 134_515_008, context: 4096 };
/** Tokens of the shipped rows by its tokenizer, as `model.rowLengths` gives them. */
export const shippedLengths = { usual: 352, longest: 468 };

/** The hash of a model of the lab is that of the list of its files' hashes. */
const onHub: ModelRef = {
	id: 'hub:02618f5cf093',
	sha256: '02618f5cf093f261a83237ac5fd4a64ceec728dbe302c89fee60f09c2c13f912',
	about: {
		name: 'HuggingFaceTB/SmolLM2-135M-Instruct',
		origin: 'HuggingFaceTB/SmolLM2-135M-Instruct@12fd25f77366fa6b3b4b768ec3050bf629380bac',
	},
};
/** Of a download: weights, tokenizer and configuration. */
export const hubBytes = 271_170_520;
/** The same weights in 4 bits. */
const asGguf: ModelRef = {
	id: 'file:c8cfef29f8e9',
	sha256: 'c8cfef29f8e916e3b381bfda3d3e2d2f12db5baa5b2b6a4deea3349701f2e9e8',
	about: {
		name: 'SmolLM2-135M-Instruct.Q4_1',
		file: {
			name: 'SmolLM2-135M-Instruct.Q4_1.gguf',
			bytes: 98_362_432,
			sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
		},
	},
};
export const realModelForms: readonly ModelRef[] = [onHub, asGguf];

/** With the form of the model that is here, else with the one that can be downloaded. */
export function realModelExperiment(
	experiment: Experiment,
	models: readonly ModelRef[],
): Experiment {
	const isHere = (form: ModelRef) => models.some(({ sha256 }) => sha256 === form.sha256);
	const infos = shippedRows.map(({ skill }) => skill);
	const base = pinnedExperiment({
		...experiment,
		model: realModelForms.find(isHere) ?? onHub,
		skills: [
			...infos.map((info) => toSkillRef(info, 'train')),
			toSkillRef(builtinSource(generalSkill).info, 'watch'),
		],
		policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
	});
	const known = { skills: infos, policies: policyInfos() };
	return propose(base, shape, known, shippedLengths).experiment;
}
