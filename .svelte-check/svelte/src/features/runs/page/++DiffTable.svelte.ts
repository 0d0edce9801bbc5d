///<reference types="svelte" />
import type { Difference } from '#lab/run/experimentDiff.ts';
import { getLab } from '#page/state/context.ts';
import { runWords } from '../words.en.ts';
import { fieldWords, valueWords } from '#page/words/diffWords.ts';
import LineSample from './LineSample.svelte';
import type { Compared } from './RunsState.svelte.ts';

type $$ComponentProps = { compared: readonly Compared[]; differences: readonly Difference[] };
function $$render() {
	let { compared, differences }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	const policies = (id: string) => lab.policy(id);
	/** The diff compares settings only if all runs have the same policy, so any run names it. */
	const segments = $derived(compared[0].record.experiment.policy);
	/** Many runs are listed below each other. */
	const isLong = $derived(compared.length > Math.max(4, differences.length));
	const field = (difference: Difference) => fieldWords(difference, segments, policies);
	const value = (difference: Difference, run: number) =>
		valueWords(difference, difference.values[run], policies);
	async () => {
		{
			svelteHTML.createElement('div', {
				class: `framed`,
				role: `region`,
				tabindex: 0,
				'aria-label': runWords.compare.diff,
			});
			{
				svelteHTML.createElement('table', {});
				{
					svelteHTML.createElement('caption', { class: `visually-hidden` });
					runWords.compare.diff;
				}
				if (isLong) {
					{
						svelteHTML.createElement('thead', {});
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('th', { scope: `col` });
								runWords.compare.runColumn;
							}
							for (let difference of __sveltets_2_ensureArray(differences)) {
								difference.path;
								{
									svelteHTML.createElement('th', { scope: `col` });
									field(difference);
								}
							}
						}
					}
					{
						svelteHTML.createElement('tbody', {});
						for (let { record, title, style } of __sveltets_2_ensureArray(compared)) {
							let i = 1;
							record.id;
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row`, class: `run`, title });
									{
										const $$_elpmaSeniL5C = __sveltets_2_ensureComponent(LineSample);
										new $$_elpmaSeniL5C({ target: __sveltets_2_any(), props: { style } });
									}
									title;
								}
								for (let difference of __sveltets_2_ensureArray(differences)) {
									difference.path;
									{
										svelteHTML.createElement('td', {});
										value(difference, i);
									}
								}
							}
						}
					}
				} else {
					{
						svelteHTML.createElement('thead', {});
						{
							svelteHTML.createElement('tr', {});
							{
								svelteHTML.createElement('td', {});
							}
							for (let { record, title, style } of __sveltets_2_ensureArray(compared)) {
								record.id;
								{
									svelteHTML.createElement('th', { scope: `col`, title });
									{
										const $$_elpmaSeniL5C = __sveltets_2_ensureComponent(LineSample);
										new $$_elpmaSeniL5C({ target: __sveltets_2_any(), props: { style } });
									}
									{
										svelteHTML.createElement('span', {});
										title;
									}
								}
							}
						}
					}
					{
						svelteHTML.createElement('tbody', {});
						for (let difference of __sveltets_2_ensureArray(differences)) {
							difference.path;
							{
								svelteHTML.createElement('tr', {});
								{
									svelteHTML.createElement('th', { scope: `row` });
									field(difference);
								}
								for (let { record } of __sveltets_2_ensureArray(compared)) {
									let i = 1;
									record.id;
									{
										svelteHTML.createElement('td', {});
										value(difference, i);
									}
								}
							}
						}
					}
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
const DiffTable__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type DiffTable__SvelteComponent_ = ReturnType<
	typeof DiffTable__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default DiffTable__SvelteComponent_;
