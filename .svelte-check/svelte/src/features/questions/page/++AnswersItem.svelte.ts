///<reference types="svelte" />
import type { AnswerSetInfo } from '../model/types.ts';
import Button from '#page/components/Button.svelte';
import Menu from '#page/components/Menu.svelte';
import { getEvaluation } from './context.ts';
import { words } from '#page/words/words.ts';
import { questionWords } from '../words.en.ts';

type $$ComponentProps = { answers: AnswerSetInfo };
function $$render() {
	let { answers }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions } = getEvaluation();
	const text = questionWords.answers;
	const id = $props.id();
	let renaming = $state(false);
	let name = $state('');

	const included = $derived(questions.included.some((one) => one.id === answers.id));
	const details = $derived(
		[
			text.kinds[answers.by.kind],
			...(answers.by.seed === undefined ? [] : [text.seed(answers.by.seed)]),
			text.of(answers.answered, questions.chosen?.questions ?? answers.answered),
			...(answers.scores > 0 ? [text.scores(answers.scores)] : []),
		].join(' · '),
	);
	const items = $derived([
		{
			label: text.rename,
			onselect: () => {
				name = answers.by.name;
				renaming = true;
			},
		},
		{ label: text.export, onselect: () => void questions.exportAnswers(answers.id) },
		{ label: text.delete, onselect: () => void questions.deleteAnswers(answers.id) },
	]);

	function save(event: SubmitEvent) {
		event.preventDefault();
		renaming = false;
		if (name.trim() !== '') void questions.rename(answers.id, name.trim());
	}
	async () => {
		{
			svelteHTML.createElement('li', {});
			if (renaming) {
				{
					svelteHTML.createElement('form', { onsubmit: save });
					{
						svelteHTML.createElement('label', { for: `${id}-name`, class: `quiet` });
						text.name;
					}
					{
						svelteHTML.createElement('input', { id: `${id}-name`, 'bind:value': name });
						/*Ωignore_startΩ*/ () => (name = __sveltets_2_any(null)); /*Ωignore_endΩ*/
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								type: `submit`,
							},
						});
						text.save;
						Button;
					}
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => (renaming = false),
							},
						});
						words.common.cancel;
						Button;
					}
				}
			} else {
				{
					svelteHTML.createElement('label', {});
					{
						svelteHTML.createElement('input', {
							type: `checkbox`,
							checked: included,
							'aria-label': text.inReport(answers.by.name),
							onchange: (event) => void questions.include(answers.id, event.currentTarget.checked),
						});
					}
					{
						svelteHTML.createElement('span', {});
						{
							svelteHTML.createElement('span', { class: `name` });
							answers.by.name;
						}
						{
							svelteHTML.createElement('span', { class: `quiet details` });
							details;
						}
					}
				}
				{
					const $$_uneM1C = __sveltets_2_ensureComponent(Menu);
					new $$_uneM1C({
						target: __sveltets_2_any(),
						props: { label: `⋯`, title: text.more(answers.by.name), items },
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
const AnswersItem__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type AnswersItem__SvelteComponent_ = ReturnType<
	typeof AnswersItem__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default AnswersItem__SvelteComponent_;
