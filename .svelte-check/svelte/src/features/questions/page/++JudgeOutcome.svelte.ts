///<reference types="svelte" />
import type { JudgeOutcome } from '../model/judge/judgeAnswers.ts';
import Button from '#page/components/Button.svelte';
import { getEvaluation } from './context.ts';
import Problem from '#page/components/Problem.svelte';
import { questionWords } from '../words.en.ts';

type $$ComponentProps = { outcome: JudgeOutcome & { readonly kept: number } };
function $$render() {
	let { outcome }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions } = getEvaluation();
	const text = questionWords.judge;
	const nameOf = (id: string) => questions.answers.find((one) => one.id === id)?.by.name ?? id;
	async () => {
		{
			svelteHTML.createElement('div', { role: `status` });
			{
				svelteHTML.createElement('p', {});
				text.done(outcome.scored, outcome.kept);
			}
		}
		if (outcome.stopped !== null) {
			{
				const $$_melborP0C = __sveltets_2_ensureComponent(Problem);
				new $$_melborP0C({
					target: __sveltets_2_any(),
					props: { what: text.stopped, message: outcome.stopped },
				});
			}
		}
		if (outcome.unscored.length > 0) {
			{
				svelteHTML.createElement('details', { open: outcome.stopped === null });
				{
					svelteHTML.createElement('summary', {});
					text.unscored(outcome.unscored.length);
				}
				{
					svelteHTML.createElement('ul', {});
					for (let one of __sveltets_2_ensureArray(outcome.unscored)) {
						`${one.answerSet} ${one.question}`;
						{
							svelteHTML.createElement('li', {});
							{
								svelteHTML.createElement('b', {});
								one.question;
							}
							{
								svelteHTML.createElement('span', { class: `quiet` });
								nameOf(one.answerSet);
							}
							one.message;
						}
					}
				}
			}
		}
		if (outcome.scored > 0) {
			{
				svelteHTML.createElement('div', {});
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							onclick: () => (questions.view = 'report'),
						},
					});
					text.toReport;
					Button;
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
const JudgeOutcome__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type JudgeOutcome__SvelteComponent_ = ReturnType<
	typeof JudgeOutcome__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default JudgeOutcome__SvelteComponent_;
