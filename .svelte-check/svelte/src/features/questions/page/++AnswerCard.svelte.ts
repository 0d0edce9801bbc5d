///<reference types="svelte" />
import type { Mark, ReportRow } from '../model/types.ts';
import { getEvaluation } from './context.ts';
import { questionWords } from '../words.en.ts';
import { categories } from '../model/categories.ts';
import { score, share } from './figures.ts';
import { categoryTitle } from './headings.ts';

type $$ComponentProps = { row: ReportRow; question: string };
function $$render() {
	let { row, question }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { questions } = getEvaluation();
	const text = questionWords.one;

	const answer = $derived(
		questions.opened.get(row.answerSet.id)?.set.answers.find(({ id }) => id === question),
	);
	const scored = $derived(row.questions.find((one) => one.question === question));
	const marked = $derived(
		categories.flatMap((id) => {
			const own = scored?.categories[id];
			return own && (own.weight > 0 || own.marks.length > 0) ? [{ id, ...own }] : [];
		}),
	);
	const whoOf = ({ by }: Mark) => {
		switch (by.kind) {
			case 'rule':
				return text.by.rule(by.rule);
			case 'person':
				return text.by.person(by.name);
			case 'judge':
				return text.by.judge(by.model);
		}
	};
	async () => {
		{
			svelteHTML.createElement('article', { 'aria-label': row.answerSet.by.name });
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h4', {});
					row.answerSet.by.name;
				}
				{
					svelteHTML.createElement('span', {});
					if (scored && scored.score !== null) {
						text.score;
						{
							svelteHTML.createElement('b', {});
							score(scored.score);
						}
					} else {
						{
							svelteHTML.createElement('span', { class: `quiet` });
							text.noScore;
						}
					}
				}
			}
			if (!answer) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.noAnswer;
				}
			} else if (answer.text.trim() === '') {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.emptyAnswer;
				}
			} else {
				{
					svelteHTML.createElement('p', { class: `text` });
					answer.text;
				}
				if (answer.cut) {
					{
						svelteHTML.createElement('p', { class: `quiet` });
						text.cut;
					}
				}
			}
			if (marked.length > 0) {
				{
					svelteHTML.createElement('dl', {});
					for (let { id, value, weight, marks } of __sveltets_2_ensureArray(marked)) {
						id;
						{
							svelteHTML.createElement('dt', {});
							categoryTitle(id);
							{
								svelteHTML.createElement('b', {});
								score(value);
							}
							if (weight > 0) {
								{
									svelteHTML.createElement('span', { class: `quiet` });
									share(weight);
								}
							}
						}
						for (let mark of __sveltets_2_ensureArray(marks)) {
							let i = 1;
							i;
							{
								svelteHTML.createElement('dd', {});
								if (marks.length > 1) {
									score(mark.value);
								}
								{
									svelteHTML.createElement('span', { class: `quiet` });
									whoOf(mark);
								}
								mark.why;
							}
						}
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
const AnswerCard__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type AnswerCard__SvelteComponent_ = ReturnType<
	typeof AnswerCard__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default AnswerCard__SvelteComponent_;
