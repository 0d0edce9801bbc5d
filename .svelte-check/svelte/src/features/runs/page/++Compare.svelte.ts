///<reference types="svelte" />
import { untrack } from 'svelte';
import Explain from '#page/components/Explain.svelte';
import { getLab } from '#page/state/context.ts';
import { getRuns } from './RunsState.svelte.ts';
import type { ExperimentDiff } from '#lab/run/experimentDiff.ts';
import { runWords } from '../words.en.ts';
import CompareChart from './CompareChart.svelte';
import DiffTable from './DiffTable.svelte';
import SkillFigures from './SkillFigures.svelte';
function $$render() {
	const lab = getLab();
	const runs = getRuns();
	const text = runWords.compare;
	const compared = $derived(runs.compared);
	$effect(() => {
		void runs.marked;
		void runs.all;
		void untrack(() => runs.readMarked());
	});

	/** Changes when the compared experiments change, but not with each training step. */
	const asked = $derived(
		compared.map(({ record, run }) => `${record.id} ${run.experiment.policy.length}`).join('\n'),
	);
	let diff = $state.raw<{ readonly of: string; readonly answer: ExperimentDiff } | null>(null);
	$effect(() => {
		const of = asked;
		const runIds =
			of === '' ? [] : of.split('\n').map((line) => line.slice(0, line.lastIndexOf(' ')));
		void lab.client['run.diff']({ runIds }).then(
			(answer) => {
				if (of === asked) diff = { of, answer };
			},
			// A compared run was just deleted: the new list triggers the next request.
			() => undefined,
		);
	});
	const answer = $derived(diff?.of === asked ? diff.answer : null);
	const unended = $derived(compared.filter(({ record }) => record.end !== 'finished'));
	const backends = $derived([...new Set(compared.map(({ record }) => record.backend))]);
	const caveats = $derived([
		...(answer && answer.groups.length > 1
			? [text.more(answer.groups.map((group) => runWords.group[group]))]
			: []),
		...(answer?.unequalSeeds ? [text.seeds] : []),
		...(unended.length > 0 ? [text.unended(unended.map(({ title }) => title))] : []),
		...(backends.length > 1 ? [text.devices(backends)] : []),
	]);
	async () => {
		if (runs.marked.length === 0) {
			{
				svelteHTML.createElement('section', {});
				{
					svelteHTML.createElement('header', {});
					{
						svelteHTML.createElement('h2', { class: `section-title` });
						text.title;
					}
				}
				{
					svelteHTML.createElement('p', { class: `quiet hint` });
					text.hint;
				}
			}
		} else {
			{
				svelteHTML.createElement('section', { 'aria-label': text.title });
				{
					const $$_trahCerapmoC1C = __sveltets_2_ensureComponent(CompareChart);
					new $$_trahCerapmoC1C({ target: __sveltets_2_any(), props: { compared } });
				}
				if (compared.length < runs.marked.length) {
					{
						svelteHTML.createElement('p', { class: `quiet` });
						text.loading;
					}
				}
				if (answer && caveats.length > 0) {
					{
						svelteHTML.createElement('ul', {});
						for (let caveat of __sveltets_2_ensureArray(caveats)) {
							caveat;
							{
								svelteHTML.createElement('li', {});
								caveat;
							}
						}
					}
				}
			}
			if (compared.length > 0 && answer) {
				{
					svelteHTML.createElement('section', {});
					{
						svelteHTML.createElement('header', {});
						{
							svelteHTML.createElement('h2', { class: `section-title` });
							text.diff;
						}
						{
							const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE2C({
								target: __sveltets_2_any(),
								props: { term: text.diff, text: text.diffHelp },
							});
						}
					}
					if (compared.length === 1) {
						{
							svelteHTML.createElement('p', { class: `quiet` });
							text.one;
						}
					} else if (answer.differences.length === 0) {
						{
							svelteHTML.createElement('p', {});
							text.same;
						}
					} else {
						{
							const $$_elbaTffiD1C = __sveltets_2_ensureComponent(DiffTable);
							new $$_elbaTffiD1C({
								target: __sveltets_2_any(),
								props: { compared, differences: answer.differences },
							});
						}
					}
				}
			}
			if (compared.length > 0) {
				{
					svelteHTML.createElement('section', {});
					{
						svelteHTML.createElement('header', {});
						{
							svelteHTML.createElement('h2', { class: `section-title` });
							text.skillTable;
						}
						{
							const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE2C({
								target: __sveltets_2_any(),
								props: { term: text.skillTable, text: text.skillTableHelp },
							});
						}
					}
					{
						const $$_serugiFllikS1C = __sveltets_2_ensureComponent(SkillFigures);
						new $$_serugiFllikS1C({ target: __sveltets_2_any(), props: { compared } });
					}
				}
			}
		}
	};
	return {
		props: {} as Record<string, never>,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const Compare__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Compare__SvelteComponent_ = ReturnType<typeof Compare__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Compare__SvelteComponent_;
