///<reference types="svelte" />
import type { Question } from '../model/types.ts';
import Explain from '#page/components/Explain.svelte';
import FigureTable from '#page/components/FigureTable.svelte';
import { getEvaluation } from './context.ts';
import Segmented from '#page/components/Segmented.svelte';
import { questionWords } from '../words.en.ts';
import { score } from './figures.ts';
import Weights from './Weights.svelte';
function $$render() {
	const { questions } = getEvaluation();
	const text = questionWords.list;
	const id = $props.id();
	let scope = $state<'all' | Question['scope']>('all');
	let wanted = $state('');

	const all = $derived(questions.set?.questions ?? []);
	const shown = $derived(
		all.filter(
			(question) =>
				(scope === 'all' || question.scope === scope) &&
				`${question.id} ${question.topic ?? ''} ${question.prompt}`
					.toLowerCase()
					.includes(wanted.trim().toLowerCase()),
		),
	);
	const rows = $derived(questions.report?.rows ?? []);
	const scores = $derived(
		new Map(
			rows.flatMap((row) =>
				row.questions.map((one) => [`${row.answerSet.id} ${one.question}`, one.score] as const),
			),
		),
	);
	const scopes = (['all', 'general', 'domain'] as const).map((value) => ({
		value,
		label: text.scopes[value],
	}));
	async () => {
		{
			svelteHTML.createElement('div', { class: `tools` });
			{
				const $$_detnemgeS1C = __sveltets_2_ensureComponent(Segmented);
				new $$_detnemgeS1C({
					target: __sveltets_2_any(),
					props: {
						label: text.scope,
						value: scope,
						options: scopes,
						onchange: (value) => (scope = value),
					},
				});
			}
			{
				svelteHTML.createElement('span', { class: `find` });
				{
					svelteHTML.createElement('label', { for: `${id}-find`, class: `quiet` });
					text.find;
				}
				{
					svelteHTML.createElement('input', {
						id: `${id}-find`,
						type: `search`,
						'bind:value': wanted,
					});
					/*Ωignore_startΩ*/ () => (wanted = __sveltets_2_any(null)); /*Ωignore_endΩ*/
				}
			}
			{
				svelteHTML.createElement('span', { class: `quiet`, role: `status` });
				text.shown(shown.length, all.length);
			}
		}
		{
			const $$_elbaTerugiF0C = __sveltets_2_ensureComponent(FigureTable);
			new $$_elbaTerugiF0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					title: text.caption,
					wide: true,
				},
			});
			{
				svelteHTML.createElement('thead', {});
				{
					svelteHTML.createElement('tr', {});
					{
						svelteHTML.createElement('th', { scope: `col` });
						text.question;
					}
					{
						svelteHTML.createElement('th', { scope: `col` });
						text.scope;
					}
					{
						svelteHTML.createElement('th', { scope: `col` });
						text.weights;
						{
							const $$_nialpxE4C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE4C({
								target: __sveltets_2_any(),
								props: { term: text.weights, text: text.weightsHelp },
							});
						}
					}
					{
						svelteHTML.createElement('th', { scope: `col`, class: `number` });
						text.rules;
						{
							const $$_nialpxE4C = __sveltets_2_ensureComponent(Explain);
							new $$_nialpxE4C({
								target: __sveltets_2_any(),
								props: { term: text.rules, text: text.rulesHelp },
							});
						}
					}
					for (let row of __sveltets_2_ensureArray(rows)) {
						row.answerSet.id;
						{
							svelteHTML.createElement('th', {
								scope: `col`,
								class: `number who`,
								title: row.answerSet.by.name,
							});
							row.answerSet.by.name;
						}
					}
				}
			}
			{
				svelteHTML.createElement('tbody', {});
				for (let question of __sveltets_2_ensureArray(shown)) {
					question.id;
					{
						svelteHTML.createElement('tr', {});
						{
							svelteHTML.createElement('th', { scope: `row` });
							{
								svelteHTML.createElement('button', {
									onclick: () => (questions.question = question.id),
								});
								{
									svelteHTML.createElement('span', { class: `quiet id` });
									question.id;
								}
								{
									svelteHTML.createElement('span', { class: `prompt` });
									question.prompt;
								}
							}
						}
						{
							svelteHTML.createElement('td', {});
							text.scopes[question.scope];
						}
						{
							svelteHTML.createElement('td', {});
							{
								const $$_sthgieW4C = __sveltets_2_ensureComponent(Weights);
								new $$_sthgieW4C({
									target: __sveltets_2_any(),
									props: { weights: question.weights },
								});
							}
						}
						{
							svelteHTML.createElement('td', { class: `number` });
							question.rules.length;
						}
						for (let row of __sveltets_2_ensureArray(rows)) {
							row.answerSet.id;
							{
								svelteHTML.createElement('td', { class: `number` });
								score(scores.get(`${row.answerSet.id} ${question.id}`) ?? null);
							}
						}
					}
				}
			}
			FigureTable;
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
const QuestionList__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type QuestionList__SvelteComponent_ = ReturnType<
	typeof QuestionList__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default QuestionList__SvelteComponent_;
