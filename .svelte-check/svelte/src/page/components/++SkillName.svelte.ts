///<reference types="svelte" />
type $$ComponentProps = { name: string };
function $$render() {
	let { name }: /*Ωignore_startΩ*/ $$ComponentProps /*Ωignore_endΩ*/ = $props();
	async () => {
		{
			svelteHTML.createElement('span', { class: `skill-name`, title: name });
			name;
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
const SkillName__SvelteComponent_ = __sveltets_2_fn_component($$render());
/*Ωignore_startΩ*/ type SkillName__SvelteComponent_ = ReturnType<
	typeof SkillName__SvelteComponent_
>;
/*Ωignore_endΩ*/ export default SkillName__SvelteComponent_;
