///<reference types="svelte" />
import { numberColumn, textColumn, type Table } from '#core/table.ts';
import Button from '#page/components/Button.svelte';
import DataTable from '#page/components/DataTable.svelte';
import Dialog from '#page/components/Dialog.svelte';
import NumberField from '#page/components/NumberField.svelte';
import { getEvaluation } from './context.ts';
import Problem from '#page/components/Problem.svelte';
import type { BlindResult } from '../model/blind/session.ts';
import { score } from './figures.ts';
import { questionWords } from '../words.en.ts';
import BlindTask from './BlindTask.svelte';

type $$ComponentProps = { onclose: () => void };
function $$render() {
	let { onclose }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions, marking } = getEvaluation();
	const text = questionWords.blind;
	const id = $props.id();

	const resultTable = ({ sets }: BlindResult): Table => ({
		columns: [
			textColumn('set', text.set),
			numberColumn('mean', text.mean),
			numberColumn('n', text.n),
			numberColumn('wins', text.wins),
		],
		rows: sets.map(({ name, mean, n, better, equal, worse }) => [
			name,
			score(mean),
			n,
			`${better} / ${equal} / ${worse}`,
		]),
	});

	function close() {
		void marking.close();
		onclose();
	}
	async () => {
		{
			const $$_golaiD0C = __sveltets_2_ensureComponent(Dialog);
			new $$_golaiD0C({
				target: __sveltets_2_any(),
				props: {
					children: () => {
						return __sveltets_2_any(0);
					},
					open: true,
					wide: true,
					title: text.title,
					...(marking.marking ? {} : { description: text.about }),
					onclose: close,
				},
			});
			if (marking.problem) {
				{
					const $$_melborP1C = __sveltets_2_ensureComponent(Problem);
					new $$_melborP1C({ target: __sveltets_2_any(), props: { message: marking.problem } });
				}
			}
			if (marking.result) {
				{
					svelteHTML.createElement('h3', { class: `section-title` });
					text.over;
				}
				{
					const $$_elbaTataD1C = __sveltets_2_ensureComponent(DataTable);
					new $$_elbaTataD1C({
						target: __sveltets_2_any(),
						props: { title: text.over, table: resultTable(marking.result) },
					});
				}
				{
					svelteHTML.createElement('div', {});
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `primary`,
								onclick: close,
							},
						});
						text.toReport;
						Button;
					}
				}
			} else if (marking.marking) {
				{
					const $$_ksaTdnilB1C = __sveltets_2_ensureComponent(BlindTask);
					new $$_ksaTdnilB1C({ target: __sveltets_2_any(), props: { open: marking.marking } });
				}
			} else {
				{
					svelteHTML.createElement('form', {
						autocomplete: `off`,
						onsubmit: (event) => {
							event.preventDefault();
							void marking.begin();
						},
					});
					{
						svelteHTML.createElement('label', { for: `${id}-rater` });
						text.rater;
					}
					{
						svelteHTML.createElement('input', {
							id: `${id}-rater`,
							type: `text`,
							'bind:value': marking.rater,
							'aria-describedby': `${id}-note`,
						});
						/*Ωignore_startΩ*/ () => (marking.rater = __sveltets_2_any(null)); /*Ωignore_endΩ*/
					}
					{
						svelteHTML.createElement('p', { id: `${id}-note`, class: `quiet` });
						text.raterNote;
					}
					{
						const $$_dleiFrebmuN2C = __sveltets_2_ensureComponent(NumberField);
						new $$_dleiFrebmuN2C({
							target: __sveltets_2_any(),
							props: {
								label: text.seed,
								value: marking.seed,
								min: 0,
								max: 999_999,
								integer: true,
								onchange: (seed) => (marking.seed = seed),
							},
						});
					}
					{
						svelteHTML.createElement('ul', { class: `quiet` });
						for (let { id: set, by } of __sveltets_2_ensureArray(questions.included)) {
							set;
							{
								svelteHTML.createElement('li', {});
								by.name;
							}
						}
						{
							svelteHTML.createElement('li', {});
							text.needs;
						}
					}
					{
						svelteHTML.createElement('div', {});
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `primary`,
									type: `submit`,
									disabled: questions.included.length === 0 || marking.rater.trim() === '',
								},
							});
							text.begin(questions.chosen?.questions ?? 0);
							Button;
						}
					}
				}
			}
			Dialog;
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
const BlindDialog__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type BlindDialog__SvelteComponent_ = ReturnType<
	typeof BlindDialog__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default BlindDialog__SvelteComponent_;
