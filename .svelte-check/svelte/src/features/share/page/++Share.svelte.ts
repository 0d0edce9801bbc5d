///<reference types="svelte" />
import { getLab } from '#page/state/context.ts';
import ShareDialog from './ShareDialog.svelte';
import type { ShareState } from './ShareState.svelte.ts';

type $$ComponentProps = { share: ShareState };
function $$render() {
	let { share }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	const lab = getLab();
	async () => {
		if (share.isOpen && lab.experiment) {
			{
				const $$_golaiDerahS0C = __sveltets_2_ensureComponent(ShareDialog);
				new $$_golaiDerahS0C({
					target: __sveltets_2_any(),
					props: { share, experiment: lab.experiment },
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
const Share__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Share__SvelteComponent_ = ReturnType<typeof Share__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Share__SvelteComponent_;
