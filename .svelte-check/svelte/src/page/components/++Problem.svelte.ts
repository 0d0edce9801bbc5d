///<reference types="svelte" />
interface Props {
	what?: string;
	message: string;
}
function $$render() {
	let { what, message }: Props = $props();
	async () => {
		{
			svelteHTML.createElement('p', { role: `alert` });
			if (what) {
				{
					svelteHTML.createElement('strong', {});
					what;
				}
			}
			message;
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
const Problem__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type Problem__SvelteComponent_ = ReturnType<typeof Problem__SvelteComponent_>;
/*Ωignore_endΩ*/ export default Problem__SvelteComponent_;
