///<reference types="svelte" />
import { reportWords } from '../../words.en.ts';
import type { Comparison, StudyReport, Verdict } from '../../model/reportTypes.ts';
import { reportSentences } from '../../report.en.ts';

type $$ComponentProps = { report: StudyReport };
function $$render() {
	const list /*Ωignore_positionΩ*/ = (
		comparisons: readonly Comparison[],
	) /*Ωignore_startΩ*/ : ReturnType<import('svelte').Snippet> /*Ωignore_endΩ*/ => {
		async () /*Ωignore_positionΩ*/ => {
			{
				svelteHTML.createElement('ul', {});
				for (let comparison of __sveltets_2_ensureArray(comparisons)) {
					let i = 1;
					i;
					const verdict = firstVerdict(comparison);
					{
						svelteHTML.createElement('li', { class: verdict });
						{
							svelteHTML.createElement('span', { 'aria-hidden': `true` });
							signs[verdict];
						}
						reportSentences(comparison.messages);
					}
				}
			}
		};
		return __sveltets_2_any(0);
	};

	let { report }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = reportWords;
	const shownAtOnce = 8;
	const signs: Readonly<Record<Verdict, string>> = {
		better: '▲',
		worse: '▼',
		undecided: '≈',
		unknown: '?',
	};
	const order: readonly Verdict[] = ['better', 'worse', 'undecided', 'unknown'];
	const firstVerdict = ({ differences }: Comparison): Verdict =>
		differences[0]?.verdict ?? 'unknown';
	const sorted = $derived(
		report.comparisons.toSorted(
			(a, b) => order.indexOf(firstVerdict(a)) - order.indexOf(firstVerdict(b)),
		),
	);
	const first = $derived(sorted.slice(0, shownAtOnce));
	const rest = $derived(sorted.slice(shownAtOnce));
	async () => {
		{
			svelteHTML.createElement('section', { 'aria-label': text.came });
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.came;
			}
			__sveltets_2_ensureSnippet(list(first));
			if (rest.length > 0) {
				{
					svelteHTML.createElement('details', {});
					{
						svelteHTML.createElement('summary', {});
						text.more(rest.length);
					}
					__sveltets_2_ensureSnippet(list(rest));
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
const Sentences__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Sentences__SvelteComponent_ = ReturnType<
	typeof Sentences__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Sentences__SvelteComponent_;
