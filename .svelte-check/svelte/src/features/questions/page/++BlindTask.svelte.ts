///<reference types="svelte" />
import { tick } from 'svelte';
import Button from '#page/components/Button.svelte';
import Progress from '#page/components/Progress.svelte';
import { getEvaluation } from './context.ts';
import { questionWords } from '../words.en.ts';
import { isComplete, type Marking } from '../model/blind/marking.ts';
import { categoryTitle } from './headings.ts';

type $$ComponentProps = { open: Marking };
function $$render() {
	let { open }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const { marking } = getEvaluation();
	const text = questionWords.blind;
	const grades = [1, 2, 3, 4, 5, null] as const;
	const keys = ['0', '1', '2', '3', '4', '5', '=', 'Enter', 'Backspace'];
	const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
	let board: HTMLElement;

	const { pairs, at } = $derived(open);
	const { question, categories, sides } = $derived(pairs[at.pair]);
	const complete = $derived(isComplete(open, at.pair));
	const sideName = (side: number) =>
		sides.length === 1 ? text.only : side === 0 ? text.left : text.right;
	const gradeWords = (grade: number | null | undefined) =>
		grade === undefined ? text.none : text.grades[grade ?? 0];
	const cellName = (side: number, category: number) =>
		text.cell(sideName(side), categoryTitle(categories[category].id));
	/** The cell under the cursor, for a screen reader. */
	const announced = $derived(
		complete
			? text.complete
			: `${cellName(at.side, at.category)}: ${gradeWords(sides[at.side].grades[at.category])}`,
	);

	$effect(() => board.focus());
	$effect(() => {
		void at.pair;
		void tick().then(() => board.scrollIntoView({ block: 'nearest' }));
	});

	function keydown(event: KeyboardEvent) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === 'PageUp' || event.key === 'PageDown') {
			event.preventDefault();
			return scrollTexts(event.key === 'PageUp' ? -1 : 1);
		}
		const onButton = event.target instanceof Element && event.target.closest('button') !== null;
		if (event.key === 'Enter' && onButton) return;
		if (!keys.includes(event.key) && !arrows.includes(event.key)) return;
		event.preventDefault();
		void marking.press(event.key);
	}
	/** Both texts scroll together: long answers are compared side by side. */
	function scrollTexts(by: number) {
		for (const area of board.querySelectorAll('.text'))
			area.scrollBy({ top: by * 0.8 * area.clientHeight });
	}
	async function give(side: number, category: number, grade: number | null) {
		await marking.point(side, category);
		await marking.press(String(grade ?? 0));
		board.focus();
	}
	async () => {
		{
			const $$_div0 = svelteHTML.createElement('div', {
				class: `board`,
				role: `group`,
				'aria-label': text.number(at.pair + 1, pairs.length),
				tabindex: 0,
				onkeydown: keydown,
			});
			board = $$_div0;
			{
				const $$_ssergorP1C = __sveltets_2_ensureComponent(Progress);
				new $$_ssergorP1C({
					target: __sveltets_2_any(),
					props: {
						label: text.progress(marking.done, pairs.length),
						fraction: marking.done / pairs.length,
					},
				});
			}
			{
				svelteHTML.createElement('p', { class: `visually-hidden`, 'aria-live': `polite` });
				announced;
			}
			{
				svelteHTML.createElement('p', { class: `prompt` });
				question.prompt;
			}
			if (question.reference !== undefined) {
				{
					svelteHTML.createElement('p', { class: `quiet` });
					text.reference;
					question.reference;
				}
			}
			{
				svelteHTML.createElement('div', { class: `sides` });
				for (let side of __sveltets_2_ensureArray(sides)) {
					let s = 1;
					s;
					{
						svelteHTML.createElement('article', { 'aria-label': sideName(s) });
						s === at.side;
						{
							svelteHTML.createElement('h3', { class: `section-title` });
							sideName(s);
						}
						{
							svelteHTML.createElement('p', { class: `text` });
							side.text.trim() === '' ? text.emptyAnswer : side.text;
						}
						for (let { id, asks } of __sveltets_2_ensureArray(categories)) {
							let c = 1;
							id;
							{
								svelteHTML.createElement('div', {
									class: `cell`,
									role: `group`,
									'aria-label': cellName(s, c),
								});
								s === at.side && c === at.category;
								{
									svelteHTML.createElement('span', { title: asks });
									categoryTitle(id);
								}
								{
									svelteHTML.createElement('span', { class: `grades` });
									for (let grade of __sveltets_2_ensureArray(grades)) {
										grade;
										{
											svelteHTML.createElement('button', {
												type: `button`,
												tabindex: -1,
												'aria-pressed': side.grades[c] === grade,
												title: gradeWords(grade),
												onclick: () => void give(s, c, grade),
											});
											text.grade(grade);
										}
									}
								}
							}
						}
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `asks quiet` });
				{
					svelteHTML.createElement('b', {});
					categoryTitle(categories[at.category].id);
				}
				categories[at.category].asks;
			}
			{
				svelteHTML.createElement('div', { class: `row` });
				{
					const $$_nottuB2C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB2C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							onclick: () => void marking.press('Backspace'),
						},
					});
					text.back;
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
							kind: complete ? 'primary' : 'plain',
							onclick: () => void marking.press('Enter'),
						},
					});
					text.next;
					Button;
				}
				{
					svelteHTML.createElement('span', { class: `quiet` });
					complete ? text.complete : '';
				}
				{
					svelteHTML.createElement('span', { class: `end` });
					{
						const $$_nottuB3C = __sveltets_2_ensureComponent(Button);
						new $$_nottuB3C({
							target: __sveltets_2_any(),
							props: {
								children: () => {
									return __sveltets_2_any(0);
								},
								kind: `quiet`,
								onclick: () => void marking.end(),
							},
						});
						text.end;
						Button;
					}
				}
			}
			{
				svelteHTML.createElement('p', { class: `keys quiet` });
				for (let [key, does] of __sveltets_2_ensureArray(text.keys)) {
					key;
					{
						svelteHTML.createElement('span', {});
						{
							svelteHTML.createElement('kbd', {});
							key;
						}
						does;
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
const BlindTask__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type BlindTask__SvelteComponent_ = ReturnType<
	typeof BlindTask__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default BlindTask__SvelteComponent_;
