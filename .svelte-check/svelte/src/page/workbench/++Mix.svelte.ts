///<reference types="svelte" />
import type { Ratios, Timetable } from '#core/parameters.ts';
import Explain from '#page/components/Explain.svelte';
import SkillMark from '#page/components/SkillMark.svelte';
import { getWorkbench, getLab } from '#page/state/context.ts';
import { MixState } from '#page/state/MixState.svelte.ts';
import { words } from '#page/words/words.ts';
import PolicyForm from '#page/policy/PolicyForm.svelte';
import ShareSliders from './ShareSliders.svelte';
import OverallScores from './OverallScores.svelte';
import TimetableEditor from './TimetableEditor.svelte';
function $$render() {
	const lab = getLab();
	const workbench = getWorkbench();

	const ids = $derived(workbench.trained.map(({ id }) => id).join(' '));
	const mix = $derived(new MixState(ids.split(' ')));
	const segment = $derived(workbench.next.segment);
	const timetable = $derived(
		Object.entries(lab.policy(segment?.id ?? '')?.parameters ?? {}).find(
			([, spec]) => spec.kind === 'timetable',
		)?.[0],
	);
	/**
	 * What the newest batch was made of (or the one under the cursor); of a policy that has drawn none yet, what the
	 * visitor has set or what it says beforehand. null: only the run can tell.
	 */
	const weights = $derived.by((): readonly number[] | null => {
		const { history, next, trained, step } = workbench;
		if (!next.undrawn || (lab.run && step < lab.run.step))
			return trained.map(({ index }) => history.weights[index][Math.max(1, step)]);
		const ratios = (segment?.settings.ratios ?? {}) as Ratios;
		if (Object.keys(ratios).length > 0) return trained.map(({ id }) => ratios[id] ?? 0);
		const { explanation } = next;
		return explanation ? trained.map(({ index }) => explanation.weights[index]) : null;
	});
	$effect(() => {
		if (weights) mix.follow(weights);
	});

	const fix = (ratios: Ratios) => void lab.switchPolicy('fixed', { ratios });
	function redraw(points: Timetable) {
		if (segment && timetable)
			void lab.switchPolicy(segment.id, { ...segment.settings, [timetable]: points });
	}
	const planned = $derived(
		(lab.experiment?.policy ?? []).filter(({ fromStep }) => fromStep > (lab.run?.step ?? 0)),
	);
	async () => {
		{
			svelteHTML.createElement('section', {
				'aria-labelledby': `mix-title`,
				...__sveltets_2_empty({ 'data-explain': `mix` }),
			});
			{
				svelteHTML.createElement('header', {});
				{
					svelteHTML.createElement('h2', { class: `section-title`, id: `mix-title` });
					words.mix.title;
				}
				{
					const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
					new $$_nialpxE2C({
						target: __sveltets_2_any(),
						props: { term: words.mix.title, text: words.mix.explain },
					});
				}
			}
			{
				const $$_mroFyciloP1C = __sveltets_2_ensureComponent(PolicyForm);
				new $$_mroFyciloP1C({ target: __sveltets_2_any(), props: {} });
			}
			for (let next of __sveltets_2_ensureArray(planned)) {
				next.fromStep;
				{
					svelteHTML.createElement('p', { class: `quiet` });
					words.mix.planned(next.fromStep, lab.policy(next.id)?.title ?? next.id);
				}
			}
			if (timetable && segment) {
				{
					svelteHTML.createElement('header', {});
					{
						svelteHTML.createElement('h3', { class: `quiet` });
						words.timetable.title;
					}
				}
				{
					const $$_rotidEelbatemiT1C = __sveltets_2_ensureComponent(TimetableEditor);
					new $$_rotidEelbatemiT1C({
						target: __sveltets_2_any(),
						props: {
							points: (segment.settings[timetable] ?? []) as unknown as Timetable,
							skills: workbench.trained,
							steps: lab.experiment?.steps ?? 1,
							onchange: redraw,
						},
					});
				}
			} else {
				{
					svelteHTML.createElement('header', {});
					{
						svelteHTML.createElement('h3', { class: `quiet` });
						words.mix.shares;
					}
					{
						const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE2C({
							target: __sveltets_2_any(),
							props: { term: words.mix.shares, text: words.mix.sharesHelp },
						});
					}
				}
				{
					const $$_sredilSerahS1C = __sveltets_2_ensureComponent(ShareSliders);
					new $$_sredilSerahS1C({
						target: __sveltets_2_any(),
						props: { mix, skills: workbench.trained, known: weights !== null, oncommit: fix },
					});
				}
				if (workbench.next.undrawn && workbench.next.explanation === null) {
					{
						svelteHTML.createElement('p', { class: `quiet small` });
						words.mix.unknown;
					}
				}
			}
			for (let skill of __sveltets_2_ensureArray(
				workbench.skills.filter(({ trained }) => !trained),
			)) {
				skill.id;
				{
					svelteHTML.createElement('p', { class: `watched` });
					{
						const $$_kraMllikS2C = __sveltets_2_ensureComponent(SkillMark);
						new $$_kraMllikS2C({ target: __sveltets_2_any(), props: { style: skill.style } });
					}
					skill.name;
					{
						svelteHTML.createElement('span', { class: `quiet` });
						words.mix.watched;
					}
					{
						const $$_nialpxE2C = __sveltets_2_ensureComponent(Explain);
						new $$_nialpxE2C({
							target: __sveltets_2_any(),
							props: { term: words.mix.watched, text: words.skills.watchedHelp },
						});
					}
				}
			}
			{
				const $$_serocSllarevO1C = __sveltets_2_ensureComponent(OverallScores);
				new $$_serocSllarevO1C({ target: __sveltets_2_any(), props: {} });
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
const Mix__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Mix__SvelteComponent_ = ReturnType<typeof Mix__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Mix__SvelteComponent_;
