///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import { getEvaluation } from './context.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { questionWords } from '../words.en.ts';

type $$ComponentProps = { onmark: () => void };
function $$render() {
	let { onmark }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions, marking } = getEvaluation();
	const text = questionWords.mark;
	const given = $derived(questions.answers.some(({ scores }) => scores > 0));

	function resume() {
		void marking.resume();
		onmark();
	}
	async () => {
		{
			svelteHTML.createElement('section', { class: `stack`, 'aria-labelledby': `marks-title` });
			{
				svelteHTML.createElement('h2', { id: `marks-title`, class: `section-title` });
				text.title;
			}
			{
				svelteHTML.createElement('p', { class: `quiet about` });
				text.automatic;
			}
			{
				svelteHTML.createElement('div', { class: `cluster` });
				if (marking.unfinished) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `primary`,
								'aria-haspopup': `dialog`,
								onclick: resume,
							},
						});
						text.resume(marking.unfinished.scorer);
						Button;
					}
				}
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							title: text.blindTitle,
							'aria-haspopup': `dialog`,
							disabled: questions.included.length === 0,
							onclick: onmark,
						},
					});
					text.blind;
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
							onclick: () => {
								questions.question = null;
								questions.view = 'judge';
							},
						},
					});
					text.judge;
					Button;
				}
				if (questions.answers.length > 0) {
					{
						const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
						new $$_rekciPeliF2C({
							target: __sveltets_2_any(),
							props: {
								label: questionWords.answers.importScores,
								onpick: ([file]) => void questions.importScores(file),
							},
						});
					}
				}
				if (given) {
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => void questions.exportScores(),
							},
						});
						text.exportScores;
						Button;
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
const MarksPanel__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MarksPanel__SvelteComponent_ = ReturnType<
	typeof MarksPanel__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default MarksPanel__SvelteComponent_;
