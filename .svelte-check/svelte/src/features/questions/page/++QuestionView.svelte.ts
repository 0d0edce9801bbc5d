///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getEvaluation } from './context.ts';
import { questionWords } from '../words.en.ts';
import AnswerCard from './AnswerCard.svelte';
import QuestionDetails from './QuestionDetails.svelte';

type $$ComponentProps = { id: string };
function $$render() {
	let { id }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions } = getEvaluation();
	const text = questionWords.one;
	let top: HTMLElement;
	// A long list may have been scrolled far down.
	$effect(() => {
		if (id) top.scrollIntoView({ block: 'nearest' });
	});
	const all = $derived(questions.set?.questions ?? []);
	const index = $derived(all.findIndex((one) => one.id === id));
	const question = $derived(all[index]);
	async () => {
		{
			const $$_div0 = svelteHTML.createElement('div', { class: `cluster` });
			top = $$_div0;
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						onclick: () => (questions.question = null),
					},
				});
				text.back;
				Button;
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						disabled: index <= 0,
						onclick: () => questions.move(-1),
					},
				});
				text.previous;
				Button;
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						disabled: index >= all.length - 1,
						onclick: () => questions.move(1),
					},
				});
				text.next;
				Button;
			}
			{
				svelteHTML.createElement('span', { class: `quiet` });
				text.place(index + 1, all.length);
			}
		}
		if (question) {
			{
				const $$_sliateDnoitseuQ0C = __sveltets_2_ensureComponent(QuestionDetails);
				new $$_sliateDnoitseuQ0C({ target: __sveltets_2_any(), props: { question } });
			}
			{
				svelteHTML.createElement('section', {});
				{
					svelteHTML.createElement('h3', { class: `section-title` });
					text.answers;
				}
				{
					svelteHTML.createElement('div', { class: `answers` });
					for (let row of __sveltets_2_ensureArray(questions.report?.rows ?? [])) {
						row.answerSet.id;
						{
							const $$_draCrewsnA2C = __sveltets_2_ensureComponent(AnswerCard);
							new $$_draCrewsnA2C({
								target: __sveltets_2_any(),
								props: { row, question: question.id },
							});
						}
					}
					{
						svelteHTML.createElement('p', { class: `quiet` });
						questionWords.report.none;
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
const QuestionView__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type QuestionView__SvelteComponent_ = ReturnType<
	typeof QuestionView__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default QuestionView__SvelteComponent_;
