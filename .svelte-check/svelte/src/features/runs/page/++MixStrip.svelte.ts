///<reference types="svelte" />
import type { Experiment } from '#lab/run/experiment.ts';
import { skillStyles } from '#page/charts/palette.ts';
import { getLab } from '#page/state/context.ts';
interface Props {
	readonly experiment: Experiment;
	/** See RunSummary.mix. */
	readonly mix: readonly (readonly number[])[];
	/**
	 * A budget ended the run before its maximum number of steps: the strip fills the whole width.
	 */
	readonly isWhole?: boolean;
}
function $$render() {
	let { experiment, mix, isWhole = false }: Props = $props();
	const lab = getLab();
	const width = 80;
	const height = 16;
	const styles = $derived(skillStyles(experiment, lab.info?.skills ?? []));
	/** The number of columns of a whole run, at most 40. */
	const stretches = $derived(
		isWhole
			? Math.max(1, mix.length)
			: Math.ceil(experiment.steps / Math.ceil(experiment.steps / 40)),
	);
	const each = $derived(width / stretches);
	/** One path per skill, because a list may show a hundred strips. */
	const areas = $derived(
		styles.map(({ color }, skill) => {
			const bars = mix.map((shares, x) => {
				const above = shares.slice(0, skill).reduce((sum, share) => sum + share, 0);
				const [top, tall] = [above * height, shares[skill] * height];
				return tall > 0 ? `M${x * each} ${top}h${each}v${tall}h${-each}z` : '';
			});
			return { color, outline: bars.join('') };
		}),
	);
	async () => {
		{
			svelteHTML.createElement('svg', {
				viewBox: `0 0 ${width} ${height}`,
				width,
				height,
				'shape-rendering': `crispEdges`,
				'aria-hidden': `true`,
			});
			for (let { color, outline } of __sveltets_2_ensureArray(areas)) {
				let i = 1;
				i;
				{
					svelteHTML.createElement('path', { d: outline, fill: color });
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
const MixStrip__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type MixStrip__SvelteComponent_ = ReturnType<typeof MixStrip__SvelteComponent_>;
/*Ωignore_endΩ*/ export default MixStrip__SvelteComponent_;
