///<reference types="svelte" />
import { untrack } from 'svelte';
import Button from '#page/components/Button.svelte';
import Select from '#page/components/Select.svelte';
import { getLab } from '#page/state/context.ts';
import { setRuns } from './RunsState.svelte.ts';
import type { RunsState } from './RunsState.svelte.ts';
import { importRuns } from '#page/state/importRuns.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { words } from '#page/words/words.ts';
import { runWords } from '../words.en.ts';
import Compare from './Compare.svelte';
import RunRow from './RunRow.svelte';

type $$ComponentProps = { runs: RunsState };
function $$render() {
	let { runs }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	setRuns(untrack(() => runs));
	const lab = getLab();
	const text = runWords;
	const id = $props.id();
	const anyTag = '';
	const tags = $derived([
		{ value: anyTag, label: text.anyTag },
		...runs.tags.map((tag) => ({ value: tag, label: tag })),
	]);

	// A run that trains has more steps now than in the list.
	void lab.refreshRuns();
	$effect(() => {
		void runs.shown;
		void untrack(() => runs.readSummaries());
	});
	async () => {
		{
			svelteHTML.createElement('main', {
				'aria-label': text.title,
				...__sveltets_2_empty({ 'data-explain': `runs` }),
			});
			{
				svelteHTML.createElement('section', { class: `list`, 'aria-labelledby': `${id}-title` });
				{
					svelteHTML.createElement('header', {});
					{
						svelteHTML.createElement('h2', { class: `section-title`, id: `${id}-title` });
						text.title;
					}
					{
						svelteHTML.createElement('p', { class: `quiet found`, 'aria-live': `polite` });
						text.found(runs.shown.length, runs.all.length);
					}
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								disabled: runs.shown.length === 0,
								onclick: () => runs.markShown(),
							},
						});
						text.markAll;
						Button;
					}
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								disabled: runs.marked.length === 0,
								onclick: () => runs.unmarkAll(),
							},
						});
						text.unmark;
						Button;
					}
					{
						const $$_rekciPeliF3C = __sveltets_2_ensureComponent(FilePicker);
						new $$_rekciPeliF3C({
							target: __sveltets_2_any(),
							props: {
								label: words.runFile.give,
								onpick: (files: readonly File[]) => void importRuns(lab, files),
							},
						});
					}
				}
				{
					svelteHTML.createElement('div', { class: `find` });
					{
						svelteHTML.createElement('label', { class: `visually-hidden`, for: `${id}-search` });
						text.search;
					}
					{
						svelteHTML.createElement('input', {
							id: `${id}-search`,
							type: `search`,
							placeholder: `${text.search}: ${text.searchHint}`,
							title: text.searchHelp,
							'bind:value': runs.query,
						});
						/*Ωignore_startΩ*/ () => (runs.query = __sveltets_2_any(null)); /*Ωignore_endΩ*/
					}
					if (runs.tags.length > 0) {
						{
							const $$_tceleS3C = __sveltets_2_ensureComponent(Select);
							new $$_tceleS3C({
								target: __sveltets_2_any(),
								props: {
									label: text.tagged,
									value: runs.tag ?? anyTag,
									options: tags,
									onchange: (tag) => runs.showTagged(tag === anyTag ? null : tag),
								},
							});
						}
					}
				}
				if (runs.all.length === 0) {
					{
						svelteHTML.createElement('p', {});
						text.none;
					}
				} else if (runs.shown.length === 0) {
					{
						svelteHTML.createElement('p', {});
						text.noneFound;
					}
				}
				{
					svelteHTML.createElement('ul', {});
					for (let run of __sveltets_2_ensureArray(runs.shown)) {
						run.id;
						{
							const $$_woRnuR3C = __sveltets_2_ensureComponent(RunRow);
							new $$_woRnuR3C({ target: __sveltets_2_any(), props: { run } });
						}
					}
				}
			}
			{
				svelteHTML.createElement('div', { class: `compare` });
				{
					const $$_erapmoC2C = __sveltets_2_ensureComponent(Compare);
					new $$_erapmoC2C({ target: __sveltets_2_any(), props: {} });
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
const RunsPlace__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type RunsPlace__SvelteComponent_ = ReturnType<
	typeof RunsPlace__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default RunsPlace__SvelteComponent_;
