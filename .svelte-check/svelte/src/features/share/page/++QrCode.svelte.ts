///<reference types="svelte" />
import type { LinkContent } from '#lab/run/link.ts';
import { shareWords } from '../words.en.ts';
import { mostForQr, qrDrawing } from './qr.ts';

type $$ComponentProps = { address: string; content: LinkContent };
function $$render() {
	let { address, content }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const text = shareWords;
	const drawing = $derived(qrDrawing(address));
	/** Ways to shorten the link, the most effective first. */
	const ways = $derived.by(() => {
		const { experiment, expected, view } = content;
		const { shorter } = text;
		const found = [
			experiment.skills.some(({ id }) => id.startsWith('file:')) && shorter.files,
			experiment.skills.some(({ noise }) => noise) && shorter.noise,
			experiment.policy.length > 2 && shorter.switches,
			expected && shorter.results,
			(view?.note ?? '').length > 100 && shorter.view,
		].filter((way) => typeof way === 'string');
		return found.length > 0 ? found : [shorter.any];
	});
	async () => {
		if (drawing) {
			{
				svelteHTML.createElement('figure', {});
				{
					svelteHTML.createElement('svg', {
						viewBox: `0 0 ${drawing.size} ${drawing.size}`,
						role: `img`,
						'aria-label': text.qr,
					});
					{
						svelteHTML.createElement('rect', {
							width: drawing.size,
							height: drawing.size,
							fill: `#fff`,
						});
					}
					{
						svelteHTML.createElement('path', {
							d: drawing.path,
							fill: `#000`,
							'shape-rendering': `crispEdges`,
						});
					}
				}
				{
					svelteHTML.createElement('figcaption', { class: `quiet` });
					text.qrHelp;
				}
			}
		} else {
			{
				svelteHTML.createElement('p', { class: `quiet` });
				text.noQr(mostForQr, ways);
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
const QrCode__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type QrCode__SvelteComponent_ = ReturnType<typeof QrCode__SvelteComponent_>;
/*Ωignore_endΩ*/ export default QrCode__SvelteComponent_;
