///<reference types="svelte" />
import type { Ratios } from '#core/parameters.ts';
import SkillMark from '#page/components/SkillMark.svelte';
import Slider from '#page/components/Slider.svelte';
import * as format from '#page/words/format.ts';
import type { MixState } from '#page/state/MixState.svelte.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
interface Props {
	mix: MixState;
	/** In the order of mix.ids. */
	skills: readonly WorkbenchSkill[];
	/** The shares mean something already: figures are shown. */
	known?: boolean;
	disabled?: boolean;
	oncommit: (ratios: Ratios) => void;
}
function $$render() {
	let { mix, skills, known = true, disabled = false, oncommit }: Props = $props();

	const keyRest = 600;
	let byKey = false;
	let resting: ReturnType<typeof setTimeout> | undefined;

	function commit() {
		clearTimeout(resting);
		if (!byKey) return letGo();
		resting = setTimeout(letGo, keyRest);
	}
	function letGo() {
		clearTimeout(resting);
		if (mix.moving) oncommit(mix.letGo());
	}
	async () => {
		{
			svelteHTML.createElement('ul', {
				onkeydowncapture: () => (byKey = true),
				onpointerdowncapture: () => (byKey = false),
			});
			for (let skill of __sveltets_2_ensureArray(skills)) {
				let i = 1;
				skill.id;
				{
					svelteHTML.createElement('li', { onfocusout: letGo });
					{
						const $$_kraMllikS2C = __sveltets_2_ensureComponent(SkillMark);
						new $$_kraMllikS2C({ target: __sveltets_2_any(), props: { style: skill.style } });
					}
					{
						svelteHTML.createElement('span', { class: `name` });
						skill.name;
					}
					{
						const $$_redilS2C = __sveltets_2_ensureComponent(Slider);
						new $$_redilS2C({
							target: __sveltets_2_any(),
							props: {
								label: words.mix.share(skill.name),
								value: Math.round(1000 * mix.shares[i]) / 10,
								valueText: format.percent(mix.shares[i]),
								min: 0,
								max: 100,
								step: 0.1,
								color: skill.style.color,
								disabled,
								onchange: (value) => mix.move(i, value / 100),
								oncommit: commit,
							},
						});
					}
					{
						svelteHTML.createElement('span', { class: `number` });
						known || mix.moving ? format.percent(mix.shares[i], 1) : format.none;
					}
					{
						svelteHTML.createElement('button', {
							type: `button`,
							'aria-pressed': mix.locked[i],
							'aria-label': words.mix.holdShare(skill.name),
							title: words.mix.holdShare(skill.name),
							onclick: () => mix.toggleLock(i),
						});
						words.mix.hold;
					}
				}
			}
		}
	};
	return {
		props: {} as any as Props,
		exports: {},
		bindings: __sveltets_$$bindings(''),
		slots: {},
		events: {},
	};
}
const ShareSliders__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type ShareSliders__SvelteComponent_ = ReturnType<
	typeof ShareSliders__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default ShareSliders__SvelteComponent_;
