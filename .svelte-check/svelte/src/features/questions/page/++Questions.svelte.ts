///<reference types="svelte" />
import { untrack } from 'svelte';
import Button from '#page/components/Button.svelte';
import { setEvaluation } from './context.ts';
import type { EvaluationPage } from './EvaluationPage.svelte.ts';
import Problem from '#page/components/Problem.svelte';
import Segmented from '#page/components/Segmented.svelte';
import { words } from '#page/words/words.ts';
import { questionWords } from '../words.en.ts';
import AnswersPanel from './AnswersPanel.svelte';
import BlindDialog from './BlindDialog.svelte';
import JudgePanel from './JudgePanel.svelte';
import MarksPanel from './MarksPanel.svelte';
import QuestionList from './QuestionList.svelte';
import QuestionView from './QuestionView.svelte';
import ReportView from './ReportView.svelte';
import SetPanel from './SetPanel.svelte';

type $$ComponentProps = { evaluation: EvaluationPage };
function $$render() {
	let { evaluation }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions } = setEvaluation(untrack(() => evaluation));
	const text = questionWords;
	const views = (['report', 'questions', 'judge'] as const).map((value) => ({
		value,
		label: text.views[value],
	}));
	let marking = $state(false);
	void questions.load();
	async () => {
		{
			svelteHTML.createElement('main', {
				'aria-label': text.title,
				...__sveltets_2_empty({ 'data-explain': `questions` }),
			});
			{
				svelteHTML.createElement('div', { class: `side` });
				{
					const $$_lenaPteS2C = __sveltets_2_ensureComponent(SetPanel);
					new $$_lenaPteS2C({ target: __sveltets_2_any(), props: {} });
				}
				{
					const $$_lenaPsrewsnA2C = __sveltets_2_ensureComponent(AnswersPanel);
					new $$_lenaPsrewsnA2C({ target: __sveltets_2_any(), props: {} });
				}
				{
					const $$_lenaPskraM2C = __sveltets_2_ensureComponent(MarksPanel);
					new $$_lenaPskraM2C({
						target: __sveltets_2_any(),
						props: { onmark: () => (marking = true) },
					});
				}
			}
			{
				svelteHTML.createElement('div', { class: `middle` });
				if (questions.question === null) {
					{
						const $$_detnemgeS2C = __sveltets_2_ensureComponent(Segmented);
						new $$_detnemgeS2C({
							target: __sveltets_2_any(),
							props: {
								label: text.views.label,
								value: questions.view,
								options: views,
								onchange: (view) => (questions.view = view),
							},
						});
					}
				}
				if (questions.notice) {
					{
						svelteHTML.createElement('div', { class: `notice` });
						if (questions.notice.kind === 'problem') {
							{
								const $$_melborP3C = __sveltets_2_ensureComponent(Problem);
								new $$_melborP3C({
									target: __sveltets_2_any(),
									props: { what: questions.notice.what, message: questions.notice.message },
								});
							}
						} else {
							{
								svelteHTML.createElement('div', { role: `status` });
								{
									svelteHTML.createElement('p', {});
									{
										svelteHTML.createElement('strong', {});
										questions.notice.what;
									}
								}
								{
									svelteHTML.createElement('ul', {});
									for (let note of __sveltets_2_ensureArray(questions.notice.notes)) {
										note;
										{
											svelteHTML.createElement('li', {});
											note;
										}
									}
								}
							}
						}
						{
							const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
							new $$_nottuB3C({
								target: __sveltets_2_any(),
								props: {
									children: () => {
										return __sveltets_2_any(0);
									},
									kind: `quiet`,
									'aria-label': words.common.close,
									onclick: () => (questions.notice = null),
								},
							});
							Button;
						}
					}
				}
				if (questions.question !== null) {
					{
						const $$_weiVnoitseuQ2C = __sveltets_2_ensureComponent(QuestionView);
						new $$_weiVnoitseuQ2C({
							target: __sveltets_2_any(),
							props: { id: questions.question },
						});
					}
				} else if (questions.view === 'report') {
					{
						const $$_weiVtropeR2C = __sveltets_2_ensureComponent(ReportView);
						new $$_weiVtropeR2C({ target: __sveltets_2_any(), props: {} });
					}
				} else if (questions.view === 'questions') {
					{
						const $$_tsiLnoitseuQ2C = __sveltets_2_ensureComponent(QuestionList);
						new $$_tsiLnoitseuQ2C({ target: __sveltets_2_any(), props: {} });
					}
				} else {
					{
						const $$_lenaPegduJ2C = __sveltets_2_ensureComponent(JudgePanel);
						new $$_lenaPegduJ2C({ target: __sveltets_2_any(), props: {} });
					}
				}
			}
		}
		if (marking) {
			{
				const $$_golaiDdnilB0C = __sveltets_2_ensureComponent(BlindDialog);
				new $$_golaiDdnilB0C({
					target: __sveltets_2_any(),
					props: { onclose: () => (marking = false) },
				});
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
const Questions__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Questions__SvelteComponent_ = ReturnType<
	typeof Questions__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default Questions__SvelteComponent_;
