///<reference types="svelte" />
import type { Ratios, Timetable } from '#core/parameters.ts';
import Button from '#page/components/Button.svelte';
import NumberField from '#page/components/NumberField.svelte';
import { MixState } from '#page/state/MixState.svelte.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
import ShareSliders from './ShareSliders.svelte';
import { freeStep, sharesAt, withoutPoint, withPoint } from './timetable.ts';
interface Props {
	points: Timetable;
	skills: readonly WorkbenchSkill[];
	steps: number;
	onchange: (points: Timetable) => void;
}
function $$render() {
	let { points, skills, steps, onchange }: Props = $props();

	const ids = $derived(skills.map(({ id }) => id));
	let chosenStep = $state(0);
	const chosen = $derived(points.find(({ step }) => step === chosenStep) ?? points[0]);
	const mix = $derived.by(() => {
		const state = new MixState(ids);
		if (chosen) state.follow(sharesAt(points, ids, chosen.step));
		return state;
	});

	/** Polygons of the stack in a box of `steps` × 1. */
	const areas = $derived.by(() => {
		const stops = [...new Set([0, ...points.map(({ step }) => step), steps])];
		const columns = stops.map((step) => sharesAt(points, ids, step));
		return ids.map((_, i) => {
			const height = (shares: number[], through: number) =>
				1 - shares.slice(0, through).reduce((sum, share) => sum + share, 0);
			const top = stops.map((step, k) => `${step},${height(columns[k], i + 1)}`);
			const foot = stops.map((step, k) => `${step},${height(columns[k], i)}`);
			return [...top, ...foot.toReversed()].join(' ');
		});
	});

	function add(step: number) {
		const shares = sharesAt(points, ids, step);
		const ratios = Object.fromEntries(ids.map((id, i) => [id, Math.round(1e4 * shares[i]) / 1e4]));
		chosenStep = step;
		onchange(withPoint(points, step, ratios));
	}
	function draw(event: MouseEvent & { currentTarget: Element }) {
		const box = event.currentTarget.getBoundingClientRect();
		add(Math.round((steps * (event.clientX - box.left)) / box.width));
	}
	function move(step: number) {
		if (!chosen) return;
		const moved = withPoint(withoutPoint(points, chosen.step), step, chosen.ratios);
		chosenStep = step;
		onchange(moved);
	}
	function reshape(ratios: Ratios) {
		onchange(withPoint(points, chosen?.step ?? 0, ratios));
	}
	async () => {
		{
			svelteHTML.createElement('svg', {
				viewBox: `0 0 ${steps} 1`,
				preserveAspectRatio: `none`,
				role: `img`,
				'aria-label': words.timetable.chart(points.length),
				onclick: draw,
			});
			for (let area of __sveltets_2_ensureArray(areas)) {
				let i = 1;
				ids[i];
				{
					svelteHTML.createElement('polygon', { points: area, fill: skills[i].style.color });
				}
			}
			for (let point of __sveltets_2_ensureArray(points)) {
				point.step;
				{
					svelteHTML.createElement('line', {
						x1: point.step,
						x2: point.step,
						y1: `0`,
						y2: `1`,
						'vector-effect': `non-scaling-stroke`,
					});
					point === chosen;
				}
			}
		}
		{
			svelteHTML.createElement('div', { class: `points` });
			for (let point of __sveltets_2_ensureArray(points)) {
				point.step;
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							kind: `quiet`,
							pressed: point === chosen,
							'aria-label': words.timetable.point(point.step),
							onclick: () => (chosenStep = point.step),
						},
					});
					point.step;
					Button;
				}
			}
			{
				const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
				new $$_nottuB1C({
					target: __sveltets_2_any(),
					props: {
						children: () => {
							return __sveltets_2_any(0);
						},
						kind: `quiet`,
						onclick: () => add(freeStep(points, steps)),
					},
				});
				words.timetable.add;
				Button;
			}
		}
		if (chosen) {
			{
				svelteHTML.createElement('div', { class: `chosen-point` });
				{
					const $$_dleiFrebmuN1C = __sveltets_2_ensureComponent(NumberField);
					new $$_dleiFrebmuN1C({
						target: __sveltets_2_any(),
						props: {
							label: words.timetable.atStep,
							value: chosen.step,
							min: 0,
							max: steps,
							integer: true,
							onchange: move,
						},
					});
				}
				{
					const $$_nottuB1C = __sveltets_2_ensureComponent(Button);
					new $$_nottuB1C({
						target: __sveltets_2_any(),
						props: {
							children: () => {
								return __sveltets_2_any(0);
							},
							kind: `quiet`,
							onclick: () => onchange(withoutPoint(points, chosen.step)),
						},
					});
					words.timetable.remove;
					Button;
				}
			}
			{
				const $$_sredilSerahS0C = __sveltets_2_ensureComponent(ShareSliders);
				new $$_sredilSerahS0C({
					target: __sveltets_2_any(),
					props: { mix, skills, oncommit: reshape },
				});
			}
		} else {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				words.timetable.hint;
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
const TimetableEditor__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type TimetableEditor__SvelteComponent_ = ReturnType<
	typeof TimetableEditor__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default TimetableEditor__SvelteComponent_;
