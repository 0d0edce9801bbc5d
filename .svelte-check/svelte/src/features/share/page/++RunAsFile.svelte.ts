///<reference types="svelte" />
import { getLab } from '#page/state/context.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { importRuns } from '#page/state/importRuns.ts';
import { words } from '#page/words/words.ts';
import RunFileButton from '#page/components/RunFileButton.svelte';

type $$ComponentProps = { onimported: () => void };
function $$render() {
	let { onimported }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const text = words.runFile;
	let weights = $state(false);
	const stored = $derived(lab.run && lab.run.status.kind !== 'preparing' ? lab.run : null);
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-label': text.title });
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.title;
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.help;
			}
			{
				svelteHTML.createElement('div', { class: `row` });
				if (stored) {
					{
						const $$_nottuBeliFnuR2C = __sveltets_2_ensureComponent(RunFileButton);
						new $$_nottuBeliFnuR2C({
							target: __sveltets_2_any(),
							props: { runId: stored.id, weights, label: text.save, quiet: false },
						});
					}
					{
						svelteHTML.createElement('label', {});
						{
							svelteHTML.createElement('input', { type: `checkbox`, 'bind:checked': weights });
							/*Ωignore_startΩ*/ () => (weights = __sveltets_2_any(null)); /*Ωignore_endΩ*/
						}
						text.weights;
					}
				} else {
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.none;
					}
				}
				{
					const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
					new $$_rekciPeliF2C({
						target: __sveltets_2_any(),
						props: {
							label: text.give,
							onpick: (files: readonly File[]) => void importRuns(lab, files, onimported),
						},
					});
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
const RunAsFile__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunAsFile__SvelteComponent_ = ReturnType<
	typeof RunAsFile__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default RunAsFile__SvelteComponent_;
