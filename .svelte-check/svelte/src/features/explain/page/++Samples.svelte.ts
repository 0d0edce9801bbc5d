///<reference types="svelte" />
import SkillMark from '#page/components/SkillMark.svelte';
import { getWorkbench, getLab, getView } from '#page/state/context.ts';
import { explainWords } from '../words.en.ts';
import type { Sample } from '#page/state/RunState.svelte.ts';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();
	const view = getView();
	/** Samples at or before the shown step; without a focus, the newest one per skill. */
	const shown = $derived.by((): readonly Sample[] => {
		const known = (lab.run?.samples ?? []).filter(({ step }) => step <= workbench.step);
		const { focus } = view;
		if (focus !== null) return known.filter(({ skill }) => skill === focus);
		return workbench.skills.flatMap(
			({ index }) => known.find(({ skill }) => skill === index) ?? [],
		);
	});
	const visible = (text: string) => (text.trim() === '' ? explainWords.samples.empty : text);
	async () => {
		if (shown.length === 0) {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				explainWords.samples.none;
			}
		} else {
			{
				svelteHTML.createElement('ul', {});

				for (let sample of __sveltets_2_ensureArray(shown)) {
					{
						svelteHTML.createElement('li', {});
						{
							const $$_kraMllikS2C = __sveltets_2_ensureComponent(SkillMark);
							new $$_kraMllikS2C({
								target: __sveltets_2_any(),
								props: { style: workbench.skills[sample.skill].style },
							});
						}
						{
							svelteHTML.createElement('span', { class: `text` });
							if (view.focus !== null) {
								{
									svelteHTML.createElement('span', { class: `quiet` });
									explainWords.samples.step(sample.step);
								}
							}
							{
								svelteHTML.createElement('code', { class: `quiet` });
								sample.prompt;
							}
							{
								svelteHTML.createElement('code', {});
								visible(sample.answer);
							}
							if (sample.right === false) {
								{
									svelteHTML.createElement('span', { class: `quiet` });
									explainWords.samples.expected(sample.expected);
								}
							}
						}
						if (sample.right !== null) {
							{
								svelteHTML.createElement('span', {
									class: sample.right ? 'good' : 'bad',
									role: `img`,
									'aria-label': sample.right
										? explainWords.samples.right
										: explainWords.samples.wrong,
								});
								sample.right ? '✓' : '✗';
							}
						}
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
const Samples__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Samples__SvelteComponent_ = ReturnType<typeof Samples__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Samples__SvelteComponent_;
