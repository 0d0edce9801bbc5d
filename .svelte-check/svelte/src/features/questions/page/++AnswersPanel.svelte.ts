///<reference types="svelte" />
import Button from '#page/components/Button.svelte';
import Progress from '#page/components/Progress.svelte';
import { getLab } from '#page/state/context.ts';
import { getEvaluation } from './context.ts';
import FilePicker from '#page/components/FilePicker.svelte';
import { words } from '#page/words/words.ts';
import { questionWords } from '../words.en.ts';
import AnswersItem from './AnswersItem.svelte';
import { answerTask } from './AnswerMaking.svelte.ts';
import MakeAnswers from './MakeAnswers.svelte';
function $$render() {
	const lab = getLab();
	const { questions, making } = getEvaluation();
	const text = questionWords.answers;
	const ready = $derived(questions.chosen !== null);
	let choosing = $state(false);
	const task = $derived(lab.notices.tasks.find(({ id }) => id === answerTask));
	async () => {
		{
			svelteHTML.createElement('section', { class: `stack`, 'aria-labelledby': `answers-title` });
			{
				svelteHTML.createElement('h2', { id: `answers-title`, class: `section-title` });
				text.title;
			}
			{
				svelteHTML.createElement('ul', {});
				for (let answers of __sveltets_2_ensureArray(questions.answers)) {
					answers.id;
					{
						const $$_metIsrewsnA2C = __sveltets_2_ensureComponent(AnswersItem);
						new $$_metIsrewsnA2C({ target: __sveltets_2_any(), props: { answers } });
					}
				}
				if (ready) {
					{
						svelteHTML.createElement('li', { class: `quiet` });
						text.none;
					}
				}
			}
			if (making.busy) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					questionWords.making.busy(making.busy.done, making.busy.of);
				}
				{
					const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
					new $$_ssergorP1C({
						target: __sveltets_2_any(),
						props: {
							label: task?.label ?? questionWords.making.title,
							fraction: task?.fraction ?? null,
						},
					});
				}
				{
					svelteHTML.createElement('div', { class: `cluster` });
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								onclick: () => void making.cancel(),
							},
						});
						words.common.cancel;
						Button;
					}
				}
			} else {
				{
					svelteHTML.createElement('div', { class: `cluster` });
					{
						const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB2C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: questions.answers.length === 0 ? 'primary' : 'plain',
								title: text.makeTitle,
								disabled: !ready,
								onclick: () => void making.now(),
							},
						});
						text.make;
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
								title: text.chooseTitle,
								'aria-haspopup': `dialog`,
								disabled: !ready,
								onclick: () => (choosing = true),
							},
						});
						text.choose;
						Button;
					}
					{
						const $$_rekciPeliF2C = __sveltets_2_ensureComponent(FilePicker);
						new $$_rekciPeliF2C({
							target: __sveltets_2_any(),
							props: { label: text.import, onpick: ([file]) => void questions.importAnswers(file) },
						});
					}
				}
			}
		}
		if (choosing) {
			{
				const $$_srewsnAekaM0C = __sveltets_2_ensureComponent(MakeAnswers);
				new $$_srewsnAekaM0C({
					target: __sveltets_2_any(),
					props: { onclose: () => (choosing = false) },
				});
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
const AnswersPanel__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type AnswersPanel__SvelteComponent_ = ReturnType<
	typeof AnswersPanel__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default AnswersPanel__SvelteComponent_;
