///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import { getLab } from '#page/state/context.ts';
import { shareWords } from '../words.en.ts';

type $$ComponentProps = { experiment: Experiment };
function $$render() {
	let { experiment }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const text = shareWords;
	const files = $derived(experiment.skills.filter(({ id }) => id.startsWith('file:')));
	const named = $derived([experiment.model.sha256, experiment.auxiliary?.sha256]);
	const models = $derived(
		(lab.info?.models ?? []).filter(
			({ sha256, source }) => source !== 'builtin' && named.includes(sha256),
		),
	);
	/** Kept preparations that policies use instead of preparing, each once. */
	const artefacts = $derived(
		[...new Set(experiment.policy.flatMap(({ artefact }) => artefact ?? []))].map((sha256) => ({
			sha256,
			name: lab.info?.artefacts.find((kept) => kept.sha256 === sha256)?.name,
		})),
	);
	async () => {
		if (files.length + models.length + artefacts.length === 0) {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.noFiles;
			}
		} else {
			{
				svelteHTML.createElement('p', {});
				text.files;
			}
			{
				svelteHTML.createElement('ul', {});
				for (let file of __sveltets_2_ensureArray(files)) {
					file.id;
					{
						svelteHTML.createElement('li', {});
						text.file(file.name);
						{
							svelteHTML.createElement('span', { class: `mono quiet` });
							file.sha256;
						}
					}
				}
				for (let model of __sveltets_2_ensureArray(models)) {
					model.sha256;
					{
						svelteHTML.createElement('li', {});
						text.model(model.name);
						{
							svelteHTML.createElement('span', { class: `mono quiet` });
							model.sha256;
						}
					}
				}
				for (let { sha256, name } of __sveltets_2_ensureArray(artefacts)) {
					sha256;
					{
						svelteHTML.createElement('li', {});
						text.artefact(name);
						{
							svelteHTML.createElement('span', { class: `mono quiet` });
							sha256;
						}
					}
				}
			}
			if (files.length > 0) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					files.every(({ recipe }) => recipe) ? text.recipes : text.sameOptions;
				}
			}
		}
	};
	return {
		props: {} as any as $$ComponentProps,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const NeededFiles__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type NeededFiles__SvelteComponent_ = ReturnType<
	typeof NeededFiles__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default NeededFiles__SvelteComponent_;
