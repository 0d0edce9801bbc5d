///<reference types="svelte" />
import type { Generation } from '#lab/worker/protocol.ts';
import Button from '#page/components/Button.svelte';
import { getLab } from '#page/state/context.ts';
import { explainWords } from '../words.en.ts';
function $$render() {
	const longest = 64;
	const lab = getLab();
	let prompt = $state(explainWords.tryIt.example);
	let answers = $state.raw<{ base: Generation; tuned: Generation; step: number } | null>(null);
	let asking = $state(false);

	async function ask(event: SubmitEvent) {
		event.preventDefault();
		if (asking) return;
		asking = true;
		try {
			const run = await lab.ensureRun();
			const base = await run.generate(prompt, 'base', longest);
			const { step } = run;
			answers = { base, tuned: await run.generate(prompt, 'tuned', longest), step };
		} catch (error) {
			lab.notices.fail(explainWords.tryIt.failed, error);
		} finally {
			asking = false;
		}
	}
	const textOf = ({ text, ended }: Generation) =>
		ended ? text || explainWords.samples.empty : `${text} ${explainWords.tryIt.cut}`;
	async () => {
		{
			svelteHTML.createElement('form', { onsubmit: ask });
			{
				svelteHTML.createElement('input', {
					type: `text`,
					class: `mono`,
					'aria-label': explainWords.tryIt.prompt,
					'bind:value': prompt,
					autocomplete: `off`,
					spellcheck: `false`,
				});
				/*Ωignore_startΩ*/ () => (prompt = __sveltets_2_any(null)); /*Ωignore_endΩ*/
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						type: `submit`,
						disabled: asking,
					},
				});
				asking ? explainWords.tryIt.asking : explainWords.tryIt.ask;
				Button;
			}
		}
		if (answers) {
			{
				svelteHTML.createElement('dl', { 'aria-live': `polite` });
				{
					svelteHTML.createElement('dt', { class: `quiet` });
					explainWords.tryIt.base;
				}
				{
					svelteHTML.createElement('dd', {});
					{
						svelteHTML.createElement('code', {});
						textOf(answers.base);
					}
				}
				{
					svelteHTML.createElement('dt', { class: `quiet` });
					explainWords.tryIt.tuned(answers.step);
				}
				{
					svelteHTML.createElement('dd', {});
					{
						svelteHTML.createElement('code', {});
						textOf(answers.tuned);
					}
				}
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
const TryIt__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type TryIt__SvelteComponent_ = ReturnType<typeof TryIt__SvelteComponent_>;
/*Ωignore_endΩ*/ export default TryIt__SvelteComponent_;
