///<reference types="svelte" />
import type { GroupBy } from '../study.ts';
import Select from '#page/components/Select.svelte';
import { getStudies } from './context.ts';
import { studyWords } from '../words.en.ts';
import type { OpenStudy } from '../calls/studyCalls.ts';

type $$ComponentProps = { open: OpenStudy };
function $$render() {
	let { open }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = studyWords;
	const studies = getStudies();
	const allButSeed = 'allBut seed';
	const varied = $derived(
		Object.keys(text.factors).filter(
			(id) =>
				id !== 'domainShare' && new Set(open.cells.map(({ factors }) => factors[id])).size > 1,
		),
	);
	const nameOf = (id: string) => text.factors[id] ?? id;
	const options = $derived([
		{ value: allButSeed, label: text.groupAll },
		...varied.map((id) => ({ value: `by ${id}`, label: text.groupBy(nameOf(id)) })),
		...(varied.length > 2
			? varied
					.filter((id) => id !== 'seed')
					.map((id) => ({ value: `allBut ${id}`, label: text.groupBut(nameOf(id)) }))
			: []),
	]);
	const valueOf = (groupBy: GroupBy | undefined) =>
		groupBy === undefined
			? allButSeed
			: groupBy.kind === 'by'
				? `by ${groupBy.factors.join(' ')}`
				: `allBut ${groupBy.factor}`;

	function choose(value: string) {
		const [kind, factor] = value.split(' ');
		void studies.group(
			value === allButSeed
				? undefined
				: kind === 'by'
					? { kind: 'by', factors: factor === 'policy' ? ['policy', ...shares] : [factor] }
					: { kind: 'allBut', factor },
		);
	}
	/** Domain shares are policies, so grouping by policy includes them. */
	const shares = $derived(open.record.study.axes.domainShare ? ['domainShare'] : []);
	const value = $derived(valueOf(studies.groupBy).replace(/ domainShare$/, ''));
	async () => {
		if (options.length > 1) {
			{
				svelteHTML.createElement('div', {});
				{
					const $$_tceleS1C = __sveltets_2_ensureComponent(Select);
					new $$_tceleS1C({
						target: __sveltets_2_any(),
						props: { label: text.group, value, options, onchange: choose },
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
const GroupChoice__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type GroupChoice__SvelteComponent_ = ReturnType<
	typeof GroupChoice__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default GroupChoice__SvelteComponent_;
