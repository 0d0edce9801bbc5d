///<reference types="svelte" />
import { numberColumn, textColumn, type Table } from '#core/table.ts';
import DataTable from '#page/components/DataTable.svelte';
import { questionWords } from '../words.en.ts';
import { categories, categoryAbout } from '../model/categories.ts';
import { ruleSentences } from '../model/rules/registry.ts';
import type { Question } from '../model/types.ts';
import { share } from './figures.ts';
import { categoryTitle } from './headings.ts';

type $$ComponentProps = { question: Question };
function $$render() {
	let { question }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = questionWords.one;
	const asked = $derived(categories.filter((category) => question.weights[category] > 0));
	const sum = $derived(asked.reduce((total, category) => total + question.weights[category], 0));
	const sentences = $derived(ruleSentences(question.rules, question));
	const impact = $derived(
		question.impact === undefined
			? undefined
			: [text.impact(String(question.impact)), question.impactWords].filter(Boolean).join(': '),
	);
	const facts = $derived(
		[
			questionWords.list.scopes[question.scope],
			question.topic,
			question.paraphraseOf === undefined ? undefined : text.paraphrase(question.paraphraseOf),
			impact,
			question.maxTokens === undefined ? undefined : text.maxTokens(question.maxTokens),
		].filter((fact) => fact !== undefined),
	);
	const table = $derived<Table>({
		columns: [
			textColumn('category', text.category),
			numberColumn('weight', text.weight),
			textColumn('rubric', text.rubric),
			textColumn('rule', text.rule),
		],
		rows: asked.map((category) => [
			categoryTitle(category),
			share(question.weights[category] / sum),
			question.rubric[category] ?? categoryAbout[category],
			sentences.filter((_, i) => question.rules[i].category === category).join(' ') || text.noRule,
		]),
	});
	async () => {
		{
			svelteHTML.createElement('section', {});
			{
				svelteHTML.createElement('h2', { class: `section-title` });
				question.id;
			}
			{
				svelteHTML.createElement('p', { class: `prompt` });
				question.prompt;
			}
			{
				svelteHTML.createElement('p', { class: `quiet` });
				facts.join(' · ');
			}
			if (question.reference !== undefined) {
				{
					svelteHTML.createElement('p', {});
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.reference;
					}
					question.reference;
				}
			}
			if (question.alternatives) {
				{
					svelteHTML.createElement('p', {});
					{
						svelteHTML.createElement('span', { class: `quiet` });
						text.alternatives;
					}
					question.alternatives.join(' · ');
				}
			}
			{
				svelteHTML.createElement('h3', { class: `section-title` });
				text.asks;
			}
			{
				svelteHTML.createElement('div', { class: `asks` });
				{
					const $$_elbaTataD2C = __sveltets_2_ensureComponent(DataTable);
					new $$_elbaTataD2C({
						target: __sveltets_2_any(),
						props: { title: text.asks, table, wide: true },
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
const QuestionDetails__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type QuestionDetails__SvelteComponent_ = ReturnType<
	typeof QuestionDetails__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default QuestionDetails__SvelteComponent_;
